import Agent
import Biosignals
import Foundation
import Sedentary

/// What nobody wears, as files, through the whole agent.
extension StationaryPart {
    private static let rate = 250.0
    private static let minutes = 10

    func notWorn(into board: inout Board) throws {
        let place = FileManager.default.temporaryDirectory
            .appending(path: "not-worn-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        var stationary = 0
        var said: [String] = []
        for (name, samples) in Self.cases() {
            let file = place.appending(path: name + ".csv")
            var text = "time_s,ecg_mv\n"
            for (index, sample) in samples.enumerated() {
                text += String(format: "%.3f,%.4f\n", Double(index) / Self.rate, sample)
            }
            try text.write(to: file, atomically: true, encoding: .utf8)
            let found = try StationaryAnalysis(of: file.path)
            let count = found.epochs.count { $0.state == .stationary }
            stationary += count
            said.append("\(name) \(count) of \(found.epochs.count)")
        }
        print("not worn, minutes called stationary: " + said.joined(separator: ", "))
        board.note("stationary.notWorn", Pass.live, Double(stationary))
    }

    private static func cases() -> [(String, [Double])] {
        var generator = SplitMix64(seed: 5)
        var noise: Double {
            (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
        }
        let count = Int(rate) * 60 * minutes
        let mains = (0..<count).map { sin(2 * .pi * 50 * Double($0) / rate) }
        var level = 0.0
        return [
            ("flat", Array(repeating: 0, count: count)),
            ("rail", Array(repeating: 4.096, count: count)),
            ("mains", mains.map { 0.5 * $0 + 0.002 * noise }),
            ("noise", (0..<count).map { _ in 0.05 * noise }),
            ("mains and noise", mains.map { 0.3 * $0 + 0.05 * noise }),
            (
                "beating mains",
                mains.enumerated().map {
                    (0.3 + 0.2 * sin(6.9 * Double($0.offset) / rate)) * $0.element + 0.01 * noise
                }
            ),
            (
                "drift",
                (0..<count).map { _ in
                    level += 0.002 * noise
                    return level
                }
            ),
            (
                "rail to rail",
                (0..<count).map { ($0 / 625).isMultiple(of: 2) ? 4.096 : -4.096 + 0.001 * noise }
            ),
        ]
    }
}
