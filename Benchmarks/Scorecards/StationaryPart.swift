import Acquisition
import Agent
import Biosignals
import Calibrating
import Foundation
import Insights
import Sedentary

/// Stationary or active, asleep or not worn: epochs, minutes, bouts and totals.
struct StationaryPart: ScorecardPart {
    static let activities = ["rest", "arms", "walk", "run", "squats"]

    let folder: DataFolder
    /// Where calibrations are written; nil: nowhere.
    let calibrations: URL?

    init(folder: DataFolder, calibrations: URL? = nil) {
        self.folder = folder
        self.calibrations = calibrations
    }

    mutating func prepare(_ peers: PeerRun) throws {}

    func score(_ peers: PeerRun, into board: inout Board) throws {
        for seconds in [30.0, 60] { try movingPeople(seconds, into: &board) }
        if let records = PostureRecord.all(in: folder) {
            try steps(records, into: &board)
            totals(records, into: &board)
            try bouts(records, into: &board)
        }
        try wrists(into: &board)
        SyntheticDays().score(into: &board)
        try notWorn(into: &board)
    }

    // MARK: - ECG of people at rest and in motion

    private func movingPeople(_ seconds: Double, into board: inout Board) throws {
        let set = "ecg/motion_ecg"
        guard let names = folder.records(of: set, endingIn: ".hea") else { return }
        var recordings: [MovementEpochs.Recording] = []
        for name in names {
            Progress.say("movement in \(name)")
            let words = name.split(separator: "_").map(String.init)
            let found = try StationaryAnalysis(
                of: folder.path(set, name + ".hea"), epoch: Seconds(seconds))
            recordings.append(
                MovementEpochs.Recording(
                    person: words[0], electrode: words[1], activity: words[2],
                    epochs: found.epochs.filter { $0.end.value - $0.start.value > 0.9 * seconds }
                        .map(\.evidence), seconds: seconds))
        }
        Progress.clear()
        let all = MovementEpochs(recordings: recordings)
        print("\nECG alone, \(names.count) recordings, epochs of \(Int(seconds)) s, stationary")
        print("(rest, arms) against active (walk, run, squats); filter as in the product.\n")
        for knowledge in MovementEpochs.Knowledge.allCases {
            for leavingOut in [true, false] {
                let score = MovementScore(cases: all.cases(knowledge, leavingOut: leavingOut))
                let fit = leavingOut ? "one person left out" : "weights as compiled in"
                describe("\(knowledge.rawValue), \(fit)", score)
                guard leavingOut, seconds == 30 else { continue }
                let task = "stationary.ecg.\(knowledge == .none ? "file" : "known")"
                board.note(task + ".f1", Pass.live, score.f1)
                board.note(task + ".ece", Pass.live, score.reliability.calibrationError)
                board.note(task + ".brierSkill", Pass.live, score.reliability.brierSkill)
                if knowledge == .history { try write(score, .ecg, Self.ecgCases) }
            }
        }
        if seconds == 30 { print(all.spreads) }
        if seconds == 30 { wholeHours(all, into: &board) }
    }

    private static let ecgCases =
        "30-s epochs of motion_ecg, 5 people, one left out, the person's rest known"

    /// Writes the calibration as the product has it, and what it was worth on these cases, if that was
    /// asked for.
    private func write(
        _ score: MovementScore, _ product: EpochCalibration, _ cases: String
    ) throws {
        guard let calibrations else { return }
        let said = score.reliability
        try CalibrationFile(
            Calibration(
                id: product.id, map: .platt(slope: product.slope, offset: product.offset),
                count: said.count, subjects: said.subjects, worth: CalibrationFit.worth(said)),
            fittedOn: cases, tested: cases, reliability: said
        ).write(to: calibrations)
    }

    /// All epochs of a person and an electrode in a row, the weights fitted without the person.
    private func wholeHours(_ all: MovementEpochs, into board: inout Board) {
        for knowledge in MovementEpochs.Knowledge.allCases {
            var (errors, inside) = ([Double](), 0)
            for (total, truth) in all.totals(knowledge) {
                errors.append(abs(total.minutes - truth) / truth)
                if total.minutesInterval95.contains(truth) { inside += 1 }
            }
            let interval = MovementScore.wilson(inside, of: errors.count)
            print(
                "stationary minutes of \(errors.count) rows of 5 min (motion_ecg, one person left "
                    + "out), \(knowledge.rawValue): error "
                    + String(
                        format: "%.1f %% in the middle, %.1f %% at worst",
                        100 * (Statistics.median(errors) ?? 0), 100 * (errors.max() ?? 0))
                    + "; inside the 95 % interval \(inside)"
                    + String(
                        format: " [%.2f, %.2f]", interval.lowerBound, interval.upperBound)
                    + "; 2 stationary minutes each are too few to support the floor")
            board.note(
                "stationary.ecg.\(knowledge == .none ? "file" : "known").totalCovered", Pass.live,
                100 * Double(inside) / Double(max(1, errors.count)))
        }
    }

    private func describe(_ name: String, _ score: MovementScore) {
        let interval = score.bootstrapOverPeople { $0.f1 }
        print(
            "\(name): n \(score.cases.count), judged \(score.judgedCount)"
                + String(
                    format: "; F1 %.3f [%.3f, %.3f], of active %.3f; accuracy %.3f", score.f1,
                    interval.lowerBound, interval.upperBound, score.f1Active, score.accuracy))
        describe(score.reliability)
        for activity in Self.activities {
            let part = score.cases.filter { $0.group == activity }
            guard !part.isEmpty else { continue }
            let right = part.count { $0.isStationary ? $0.saysStationary : $0.saysActive }
            let interval = MovementScore.wilson(right, of: part.count)
            print(
                "    " + Text.column(activity, 8) + "\(right) of \(part.count) right"
                    + String(format: " [%.2f, %.2f]", interval.lowerBound, interval.upperBound)
                    + ", nothing said of \(part.count { $0.probability == nil })")
        }
    }

    /// As said, and through a calibration fitted to the others; what a set this small can tell.
    private func describe(_ said: Reliability) {
        print("    as said: \(said.text)")
        let calibrated = CalibrationFit.leavingOneOut(said, .platt)
        print("    calibrated on the others: \(calibrated.text)")
        let chance = calibrated.chance()
        if chance.p95 > 0.05 {
            print(
                String(
                    format: "    too few to support ECE 0.05: right probabilities would show up to "
                        + "%.3f here, as much as was found or more in %.0f of 100 draws",
                    chance.p95,
                    100 * chance.share))
        }
    }

    // MARK: - Minutes with steps

    /// A minute with 10 s of stepping or more is active.
    private static let steppingMin = 10.0

    private func classify(
        _ days: [[PostureRecord.Minute]], _ weights: EpochWeights
    ) -> [[(minute: PostureRecord.Minute, epoch: Epoch)]] {
        days.map { day in
            var classifier = EpochClassifier(weights: weights)
            return day.enumerated().map { index, minute in
                // A beating heart is the sign of life; its rate alone decides nothing.
                let evidence = EpochEvidence(
                    usable: 1, contactLost: 0, heartRate: 70, steps: PerMinute(minute.steps))
                let epoch = classifier.classify(
                    evidence, start: Seconds(Double(index) * 60),
                    end: Seconds(Double(index + 1) * 60))
                return (minute, epoch)
            }
        }
    }

    private func steps(_ records: [PostureRecord], into board: inout Board) throws {
        var cases: [MovementScore.Case] = []
        for record in records {
            var weights = EpochWeights()
            let others = records.filter { $0.visit != record.visit }.flatMap { $0.days.joined() }
            if !others.isEmpty {
                let fit = LogisticFit(
                    others.map { [min(40, $0.steps)] },
                    others.map { $0.steppingSeconds < Self.steppingMin }, isBalanced: false)
                weights.steps = EpochWeight(
                    threshold: -fit.offset / fit.slopes[0], slope: -fit.slopes[0],
                    limit: weights.steps.limit)
                print(
                    String(
                        format: "\nsteps, fitted without %@: threshold %.2f, slope %.3f",
                        record.visit, weights.steps.threshold, weights.steps.slope))
            }
            for (minute, epoch) in classify(record.days, weights).joined() {
                cases.append(
                    MovementScore.Case(
                        person: record.visit, group: "steps", probability: epoch.pStationary,
                        isStationary: minute.steppingSeconds < Self.steppingMin))
            }
        }
        let score = MovementScore(cases: cases)
        let said = score.reliability
        print(
            "minutes with steps (activpal, one person, two weeks, one week left out): n "
                + "\(cases.count)"
                + String(
                    format: "; F1 of stationary %.3f, of active %.3f", score.f1, score.f1Active))
        print("    as said: \(said.text)")
        board.note("stationary.steps.f1", Pass.live, min(score.f1, score.f1Active))
        board.note("stationary.steps.ece", Pass.live, said.calibrationError)
        board.note("stationary.steps.brierSkill", Pass.live, said.brierSkill)
        try write(
            score, .steps, "minutes of activpal, one person, two weeks, each by the other's fit")
    }

    private func totals(_ records: [PostureRecord], into board: inout Board) {
        var (errors, inside) = ([Double](), 0)
        for day in records.flatMap({ classify($0.days, EpochWeights()) }) where day.count >= 60 {
            var total = StationaryTotal()
            for (_, epoch) in day { total.add(epoch) }
            let truth = Double(day.count { $0.minute.steppingSeconds < Self.steppingMin })
            errors.append(abs(total.minutes - truth) / max(1, truth))
            if total.minutesInterval95.contains(truth) { inside += 1 }
        }
        guard let worst = errors.max() else { return }
        print(
            "stationary minutes of \(errors.count) worn stretches of an hour or more: error "
                + String(
                    format: "%.1f %% in the middle, %.1f %% at worst; inside the 95 %% interval %d",
                    100 * (Statistics.median(errors) ?? 0), 100 * worst, inside))
        board.note("stationary.steps.totalError", Pass.live, 100 * worst)
        board.note(
            "stationary.steps.totalCovered", Pass.live,
            100 * Double(inside) / Double(errors.count))
    }

    // MARK: - Bouts and breaks

    private struct Count: Decodable, Equatable {
        let bouts: Int
        let prolonged: Int
        let breaks: Int
        let minutes: Double
    }

    private func bouts(_ records: [PostureRecord], into board: inout Board) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", folder.project.appending(path: "Benchmarks/Scorecards/count_bouts.py").path,
            folder.path("sedentary", "activpal"),
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let answer = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard let counted = try? JSONDecoder().decode([String: Count].self, from: answer) else {
            print("bouts: count_bouts.py said nothing")
            return
        }
        var equal = true
        for record in records {
            let found = PostureBouts(record.events, within: record.windows)
            let ours = Count(
                bouts: found.bouts.count, prolonged: found.bouts(ofAtLeast: 30),
                breaks: found.breaks.count,
                minutes: (found.sedentarySeconds / 6).rounded() / 10)
            let theirs = counted[record.visit]
            let same =
                theirs.map {
                    ($0.bouts, $0.prolonged, $0.breaks) == (ours.bouts, ours.prolonged, ours.breaks)
                        && abs($0.minutes - ours.minutes) < 0.15
                } ?? false
            equal = equal && same
            print(
                "activpal \(record.visit): \(ours.bouts) bouts, \(ours.prolonged) prolonged, "
                    + "\(ours.breaks) breaks, \(ours.minutes) min; the separate count "
                    + (same ? "is equal" : "says \(theirs.map { "\($0)" } ?? "nothing")"))
        }
        board.note("stationary.bouts.equal", Pass.live, equal ? 1 : 0)
    }

    // MARK: - Seated wrists

    private func wrists(into board: inout Board) throws {
        let set = "eda_ppg_acc/stress_predict"
        guard let people = folder.records(of: set, endingIn: "")?.filter({ $0.hasPrefix("S") })
        else { return }
        var (active, judged) = (0, 0)
        for person in people {
            let path = folder.path(set, person)
            guard let table = NumberTable(path + "/ACC.csv", headerLines: 1),
                let text = try? String(contentsOfFile: path + "/phases.csv", encoding: .utf8)
            else { continue }
            let spans: [Range<Double>] = text.split(whereSeparator: \.isNewline).dropFirst()
                .compactMap { line in
                    let fields = line.split(separator: ",", omittingEmptySubsequences: false)
                    guard fields.count == 5, let start = Double(fields[3]),
                        let end = Double(fields[4]), start < end
                    else { return nil }
                    return start..<end
                }
            // The rate's own row is out with the header; 1/64 g to a count.
            let axes = table.rows.dropFirst().map { row in row.map { ($0 ?? 0) / 64 } }
            var classifier = EpochClassifier()
            var said = 0
            for minute in 0..<(axes.count / (32 * 60)) {
                let deviations = (0..<60).map { second in
                    let first = (minute * 60 + second) * 32
                    let part = axes[first..<(first + 32)]
                    return (0..<3).reduce(0) { sum, axis in
                        let values = part.map { $0[axis] }
                        let mean = values.reduce(0, +) / 32
                        return sum + values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 32
                    }.squareRoot()
                }.sorted()
                let epoch = classifier.classify(
                    EpochEvidence(
                        usable: 1, contactLost: 0, acceleration: StandardGravity(deviations[30])),
                    start: Seconds(Double(minute) * 60), end: Seconds(Double(minute + 1) * 60))
                let inPhase = spans.contains {
                    $0.lowerBound <= Double(minute) * 60 && Double(minute + 1) * 60 <= $0.upperBound
                }
                guard inPhase else { continue }
                judged += 1
                if epoch.state == .active { said += 1 }
            }
            active += said
        }
        guard judged > 0 else { return }
        let interval = MovementScore.wilson(active, of: judged)
        print(
            "seated wrists (stress_predict, \(people.count) people): \(active) of \(judged) minutes"
                + String(
                    format: " called active, %.1f %% [%.1f, %.1f]",
                    100 * Double(active) / Double(judged), 100 * interval.lowerBound,
                    100 * interval.upperBound))
        board.note(
            "stationary.wrist.active", Pass.live, 100 * Double(active) / Double(judged))
    }
}
