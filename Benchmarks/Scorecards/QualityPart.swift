import Biosignals
import Foundation

/// Whether the quality tells clean ECG from noisy, bears with ectopic beats, and sees motion.
struct QualityPart: ScorecardPart {
    static let window = 10.0
    /// Windows of a record that must be of either kind to compare ectopic with normal ones.
    static let windowsMin = 15
    static let ectopicMin = 3
    private static let kind = "quality"

    struct Mixed {
        let level: String
        let signal: Signal
    }

    struct Rhythm {
        let record: String
        let signal: Signal
        /// Of each window: 0 all beats normal, 1 three or more ventricular, nil neither.
        let ectopic: [Bool?]
    }

    struct Moving {
        let activity: String
        let signal: Signal
        /// Start and end in samples, and whether two people called it usable.
        let spans: [(range: Range<Double>, isGood: Bool)]
    }

    let folder: DataFolder
    private var mixed: [Mixed] = []
    private var rhythms: [Rhythm] = []
    private var moving: [Moving] = []

    init(folder: DataFolder) { self.folder = folder }

    mutating func prepare(_ peers: PeerRun) throws {
        mixed = try readMixed()
        rhythms = try readRhythms()
        moving = try readMoving()
        for signal in mixed.map(\.signal) + rhythms.map(\.signal) {
            try peers.add(signal, task: Self.kind)
        }
    }

    func score(_ peers: PeerRun, into board: inout Board) throws {
        Progress.say("signal quality")
        var entrants: [(name: String, scores: (Signal) throws -> [Double?])] = Ours.ecg.map {
            pass in (pass.name, { Self.windows(try pass.run($0), $0) })
        }
        entrants += peers.names(Self.kind).map { peer in
            (peer, { signal in peers.found(Self.kind, peer, signal).scores ?? [] })
        }
        Progress.clear()
        print("\nECG quality of windows of 10 s: area under the curve, clean against noisy\n")
        print(Text.column("", 20) + "    0 dB    6 dB   12 dB   lost with ectopic beats")
        for entrant in entrants { try line(entrant.name, entrant.scores, into: &board) }
        try ectopyByRecord()
        try motionTable(into: &board)
    }

    private func line(
        _ name: String, _ scores: (Signal) throws -> [Double?], into board: inout Board
    ) throws {
        var text = Text.column(name, 20)
        let clean = try mixed.flatMap { try values($0.signal, scores, isNoisy: false) }
        for level in ["00", "06", "12"] {
            let noisy = try mixed.filter { $0.level == level }
                .flatMap { try values($0.signal, scores, isNoisy: true) }
            let area = Statistics.areaUnderCurve(high: clean, low: noisy)
            board.note("quality.\(level)", name, area)
            text += area.map { String(format: "%8.3f", $0) } ?? "       –"
        }
        var (ectopic, normal): ([Double], [Double]) = ([], [])
        for rhythm in rhythms {
            for (value, isEctopic) in zip(try scores(rhythm.signal), rhythm.ectopic) {
                guard let isEctopic, let value else { continue }
                if isEctopic { ectopic.append(value) } else { normal.append(value) }
            }
        }
        if let high = Statistics.median(normal), let low = Statistics.median(ectopic) {
            // Only a quality from 0 to 1 can be told how much it lost.
            if Ours.ecg.contains(where: { $0.name == name }) {
                board.note("quality.ectopy", name, high - low)
            }
            text += String(
                format: "   medians %.3f normal, %.3f ectopic (%d and %d windows)", high, low,
                normal.count, ectopic.count)
        }
        print(text)
    }

    private func values(
        _ signal: Signal, _ scores: (Signal) throws -> [Double?], isNoisy: Bool
    ) rethrows -> [Double] {
        try scores(signal).enumerated().compactMap { index, value in
            let middle = (Double(index) + 0.5) * Self.window
            guard ECGPart.noisy.contains(middle) == isNoisy else { return nil }
            // A window that an entrant cannot judge is one it does not call good.
            return value ?? -.greatestFiniteMagnitude
        }
    }

    /// Ours, by `WindowQuality`: one for each whole window.
    private static func windows(_ found: Found, _ signal: Signal) -> [Double?] {
        let scores = found.scores ?? []
        return (0..<Int(signal.seconds / window)).map {
            scores.indices.contains($0) ? scores[$0] : nil
        }
    }

    private func ectopyByRecord() throws {
        for pass in Ours.ecg where !rhythms.isEmpty {
            print("\nmedian quality of windows, \(pass.name): record, normal, ectopic")
            for rhythm in rhythms {
                let scores = Self.windows(try pass.run(rhythm.signal), rhythm.signal)
                let pairs = zip(scores, rhythm.ectopic)
                let normal = pairs.compactMap { $0.1 == false ? $0.0 : nil }
                let ectopic = pairs.compactMap { $0.1 == true ? $0.0 : nil }
                print(
                    Text.column(rhythm.record, 8)
                        + String(
                            format: "%.3f  %.3f", Statistics.median(normal) ?? 0,
                            Statistics.median(ectopic) ?? 0))
            }
        }
    }

    private func motionTable(into board: inout Board) throws {
        guard !moving.isEmpty else { return }
        print("\nWearable ECG, levels 1-2 against 3-4 of each 2 s at quality 0.5, live\n")
        print(Text.column("", 12) + "balanced accuracy %   good found %   bad found %   good/bad")
        for pass in Ours.ecg where pass.name == Pass.live {
            var all: [(value: Double, isGood: Bool)] = []
            for activity in Self.activities {
                var part: [(value: Double, isGood: Bool)] = []
                for item in moving where item.activity == activity {
                    let seconds = try pass.run(item.signal).seconds ?? []
                    for span in item.spans {
                        let first = Int(span.range.lowerBound / item.signal.rate)
                        let last = min(
                            seconds.count, Int(span.range.upperBound / item.signal.rate))
                        guard first < last else { continue }
                        let mean = Statistics.mean(Array(seconds[first..<last])) ?? 0
                        part.append((mean, span.isGood))
                    }
                }
                balanced(activity, part, pass.name, into: &board)
                all += part
            }
            balanced("all", all, pass.name, into: &board)
        }
    }

    private func balanced(
        _ activity: String, _ windows: [(value: Double, isGood: Bool)], _ name: String,
        into board: inout Board
    ) {
        let good = windows.filter(\.isGood).map(\.value)
        let bad = windows.filter { !$0.isGood }.map(\.value)
        func share(_ part: Int, _ whole: Int) -> Double {
            100 * Double(part) / Double(max(1, whole))
        }
        let kept = share(good.count { $0 >= SignalQuality.usableMin }, good.count)
        let refused = share(bad.count { $0 < SignalQuality.usableMin }, bad.count)
        let both = good.isEmpty || bad.isEmpty ? nil : (kept + refused) / 2
        board.note("quality.motion.\(activity)", name, both)
        board.note(
            "quality.motion.\(activity).auc", name,
            Statistics.areaUnderCurve(high: good, low: bad))
        print(
            Text.column(activity, 12)
                + Text.right(both.map { String(format: "%.1f", $0) } ?? "–", 19)
                + String(format: "%15.1f%14.1f   %d/%d", kept, refused, good.count, bad.count))
    }
}
