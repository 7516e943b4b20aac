import Biosignals
import TestKit
import Foundation

/// R peaks against annotations: clean, in noise, in motion; at the records' own rate and at 128 Hz.
struct ECGPart: ScorecardPart {
    /// Electrode motion lies from 30 s to 150 s of each mixed record.
    static let noisy = 30.0..<150.0
    static let levels = ["12", "06", "00"]

    let folder: DataFolder
    private var sets: [BeatSet] = []
    private var motion: [BeatSet] = []

    init(folder: DataFolder) { self.folder = folder }

    mutating func prepare(_ peers: PeerRun) throws {
        Progress.say("reading the ECG sets")
        var own = [try arrhythmia()]
        own += try Self.levels.map { try noiseStress($0) }
        own += [try quarterHour(), try plainNumbers()]
        sets = own.compactMap(\.self).flatMap { [$0, $0.at128()].compactMap(\.self) }
        motion = try ["rest", "arms", "walk", "run", "squats"].compactMap { try wearable($0) }
        for set in sets + motion {
            for beatCase in set.cases { try peers.add(beatCase.signal, task: set.kind) }
        }
    }

    func score(_ peers: PeerRun, into board: inout Board) throws {
        for set in sets { try set.score(Ours.ecg, peers, into: &board) }
        for set in motion {
            try set.score(Ours.ecg, peers, into: &board, eachRecord: false)
        }
        for pass in Ours.ecg {
            board.note("ecg.clean.goodShare", pass.name, try cleanShare(pass))
        }
    }

    private func arrhythmia() throws -> BeatSet? {
        try records(
            "ecg/mitdb", task: "ecg.mitdb.360",
            title: "MIT-BIH Arrhythmia Database, first channel")
    }

    private func noiseStress(_ decibels: String) throws -> BeatSet? {
        try records(
            "ecg/nstdb", task: "ecg.nstdb.360.\(decibels)",
            title: "Electrode motion at \(decibels) dB, noisy part",
            where: { $0.hasSuffix("_em" + decibels) }, scoring: Self.noisy)
    }

    private func quarterHour() throws -> BeatSet? {
        try records(
            "ecg/nstdb", task: "ecg.nstdb.360.118e24", title: "Noise stress record 118 at 24 dB",
            where: { $0.hasPrefix("118e24") })
    }

    private func records(
        _ set: String, task: String, title: String,
        where isWanted: (String) -> Bool = { _ in true },
        scoring part: Range<Double>? = nil
    ) throws -> BeatSet? {
        guard let names = folder.records(of: set, endingIn: ".hea") else { return nil }
        let cases = try names.filter(isWanted).compactMap { name -> BeatCase? in
            let path = folder.path(set, name)
            guard let reference = Reference(record: path),
                let signal = try RecordFile.signal(path, id: "\(set)/\(name)")
            else { return nil }
            let scored = part.map {
                reference.limited(
                    to: ($0.lowerBound * signal.rate)..<($0.upperBound * signal.rate))
            }
            return BeatCase(record: name, signal: signal, reference: scored ?? reference)
        }
        return BeatSet(task: task, title: title, kind: "ecg", cases: cases)
    }

    /// Two minutes each as plain numbers, one a line.
    private func plainNumbers() throws -> BeatSet? {
        let set = "ecg/heartpy_noisy_118"
        guard let names = folder.records(of: set, endingIn: "_ann.csv") else { return nil }
        let cases = names.compactMap { name -> BeatCase? in
            guard let signal = NumberTable(folder.path(set, name + ".csv"), headerLines: 0),
                let beats = NumberTable(folder.path(set, name + "_ann.csv"), headerLines: 0)
            else { return nil }
            return BeatCase(
                record: name,
                signal: Signal(id: "\(set)/\(name)", rate: 360, samples: signal.column(0)),
                reference: Reference(beats: beats.column(0)))
        }
        return BeatSet(
            task: "ecg.heartpy118.360", title: "Noise stress record 118, two minutes each",
            kind: "ecg", cases: cases)
    }

    /// Beats there are a vote of five detectors, scored where they agree: no truth.
    private func wearable(_ activity: String) throws -> BeatSet? {
        let set = "ecg/motion_ecg"
        guard let names = folder.records(of: set, endingIn: "_\(activity).hea") else { return nil }
        let cases = try names.compactMap { name -> BeatCase? in
            let path = folder.path(set, "\(name)_\(activity)")
            guard let reference = Reference(vote: path),
                let signal = try RecordFile.signal(path, id: "\(set)/\(name)_\(activity)")
            else { return nil }
            return BeatCase(record: name, signal: signal, reference: reference)
        }
        return BeatSet(
            task: "ecg.motion.500.\(activity)",
            title: "Wearable ECG, \(activity): against a vote in which sleepecg, xqrs, neurokit and"
                + " rodrigues2021 took part", kind: "ecg", cases: cases)
    }

    /// Share of the reference beats flagged good outside the noise of the mixed records, %.
    private func cleanShare(_ pass: Pass) throws -> Double? {
        var good = BeatScore()
        for set in sets where set.task.hasPrefix("ecg.nstdb.360.") && !set.task.hasSuffix("e24") {
            for beatCase in set.cases {
                let rate = beatCase.signal.rate
                let noise = (Self.noisy.lowerBound * rate)..<(Self.noisy.upperBound * rate)
                let reference = Reference(beats: beatCase.reference.beats, excluded: [noise])
                good = good + BeatScore(try pass.run(beatCase.signal), reference, rate: rate)
            }
        }
        return good.match.matched > 0 ? good.good?.sensitivity : nil
    }
}
