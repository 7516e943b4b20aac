import Biosignals
import Foundation

/// Signals without a heart: whatever is found in them is a false alarm.
struct NoisePart: ScorecardPart {
    private static let rate = 360.0
    private static let seconds = 300.0
    /// mV peak, as large as an amplifier of ±5 mV lets through.
    private static let fullScale = 5.0
    private static let mains = 50.0

    let folder: DataFolder
    private var made: [Signal] = []
    private var motion: [Signal] = []

    init(folder: DataFolder) { self.folder = folder }

    mutating func prepare(_ peers: PeerRun) throws {
        var generator = SplitMix64(seed: 57)
        made = [
            Self.signal("white") { _ in 0.5 * Gaussian.next(&generator) },
            Self.signal("mains50") { sin(2 * .pi * Self.mains * $0) },
            Self.signal("square") { Int($0) % 2 == 0 ? Self.fullScale : -Self.fullScale },
            Self.signal("zeros") { _ in 0 },
        ]
        motion = try electrodeMotion()
        for signal in made + motion { try peers.add(signal, task: "ecg") }
    }

    func score(_ peers: PeerRun, into board: inout Board) throws {
        print("\nFalse alarms a minute in noise alone (called good, ours only)\n")
        let names = (made + motion).map { $0.id.split(separator: "/").last.map(String.init) ?? "" }
        print(Text.column("", 20) + names.map { Text.right($0, 14) }.joined())
        for pass in Ours.ecg {
            let found = try (made + motion).map { try pass.run($0) }
            line(pass.name, found, into: &board, isOurs: true)
        }
        for peer in peers.names("ecg") {
            let found = (made + motion).map { peers.found("ecg", peer, $0) }
            line(peer, found, into: &board, isOurs: false)
        }
    }

    private func line(_ name: String, _ found: [Found], into board: inout Board, isOurs: Bool) {
        var text = Text.column(name, 20)
        var (alarms, good, minutes, motionAlarms, motionMinutes) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for (signal, found) in zip(made + motion, found) {
            let length = signal.seconds / 60
            guard found.failure == nil else {
                text += Text.right("failed", 14)
                continue
            }
            let count = Double(found.positions.count)
            let trusted = Double(found.good(least: SignalQuality.usableMin).count)
            let share = isOurs ? String(format: " (%.1f)", trusted / length) : ""
            text += Text.right(String(format: "%.1f", count / length) + share, 14)
            if made.contains(where: { $0.id == signal.id }) {
                alarms += count
                good += trusted
                minutes += length
            } else {
                motionAlarms += count
                motionMinutes += length
            }
        }
        print(text)
        if minutes > 0 { board.note("ecg.noise.alarms", name, alarms / minutes) }
        if minutes > 0, isOurs { board.note("ecg.noise.goodAlarms", name, good / minutes) }
        if motionMinutes > 0 {
            board.note("ecg.noise.motionAlarms", name, motionAlarms / motionMinutes)
        }
    }

    /// The noise of the mixed records by itself: the mix at 0 dB less the mix at 12 dB.
    private func electrodeMotion() throws -> [Signal] {
        let set = "ecg/nstdb"
        guard let names = folder.records(of: set, endingIn: "_em00.hea") else { return [] }
        return try names.compactMap { name in
            let strong = folder.path(set, name + "_em00")
            let weak = folder.path(set, name + "_em12")
            guard let left = try RecordFile.signal(strong, id: "noise/motion_\(name)"),
                let right = try RecordFile.signal(weak, id: "")
            else { return nil }
            let part =
                Int(
                    ECGPart.noisy.lowerBound * left.rate)..<Int(
                    ECGPart.noisy.upperBound * left.rate)
            let noise = zip(left.samples, right.samples).map { $0 - $1 }
            return Signal(id: left.id, rate: left.rate, samples: Array(noise[part]))
        }
    }

    private static func signal(_ name: String, _ value: (Double) -> Double) -> Signal {
        let count = Int(seconds * rate)
        return Signal(
            id: "noise/\(name)", rate: rate, samples: (0..<count).map { value(Double($0) / rate) })
    }
}
