import Biosignals
import Foundation
import Insights

/// One person of `stress_predict`: minute after minute through the rooms that the agent uses, and
/// what was asked of the person when.
struct ArousalPerson {
    private static let stress: Set = ["stroop", "interview", "hyperventilation"]
    private static let rest: Set = ["relax1", "relax2", "relax3", "relax_baseline"]
    private static let edaRate = 4.0
    private static let ppgRate = 64.0
    private static let accelerationRate = 32
    /// Counts of the E4's accelerometer to 1 g.
    private static let countsPerGravity = 64.0

    let name: String
    /// Every minute, seated: the protocol has nobody walk.
    let windows: [ArousalWindow]
    private let phases: [(name: String, span: Range<Double>)]

    /// Nil if a file is missing.
    init?(folder: DataFolder, set: String, name: String) throws {
        let path = folder.path(set, name)
        guard let eda = NumberTable(path + "/EDA.csv", headerLines: 2)?.column(0),
            let ppg = NumberTable(path + "/BVP.csv", headerLines: 2)?.column(0),
            let temperature = NumberTable(path + "/TEMP.csv", headerLines: 2)?.column(0),
            let acceleration = NumberTable(path + "/ACC.csv", headerLines: 2),
            let text = try? String(contentsOfFile: path + "/phases.csv", encoding: .utf8)
        else { return nil }
        self.name = name
        phases = Self.phases(text)
        let rooms = try ArousalRooms(
            eda: Signal(id: name, rate: Self.edaRate, samples: eda),
            ppg: Signal(id: name, rate: Self.ppgRate, samples: ppg))
        let movement = Self.movement(acceleration)
        windows = (0..<Int(Double(eda.count) / Self.edaRate / 60)).map { minute in
            let window = Double(60 * minute)..<Double(60 * minute + 60)
            let warmth = temperature.indices.filter {
                window.contains(Double($0) / Self.edaRate)
            }.map { temperature[$0] }
            return ArousalWindow(
                window: window, state: .still,
                acceleration: Statistics.mean(
                    movement.enumerated().filter { window.contains(Double($0.offset)) }
                        .map(\.element)
                ).map { StandardGravity($0) },
                skin: rooms.skin(in: window),
                heart: rooms.heart(in: window),
                skinTemperature: Statistics.mean(warmth).map { DegreesCelsius($0) })
        }
    }

    /// True for a stress phase, false for a rest phase, nil where less than four fifths of the
    /// time are one of them.
    func isStress(_ window: Range<Double>) -> Bool? {
        let length = window.upperBound - window.lowerBound
        func share(_ names: Set<String>) -> Double {
            phases.filter { names.contains($0.name) }.reduce(0) { sum, phase in
                let common = phase.span.clamped(to: window)
                return sum + common.upperBound - common.lowerBound
            } / length
        }
        if share(Self.stress) >= 0.8 { return true }
        return share(Self.rest) >= 0.8 ? false : nil
    }

    /// Spread of each second, g.
    private static func movement(_ table: NumberTable) -> [Double] {
        let axes = (0..<3).map { table.column($0) }
        let count = (axes.map(\.count).min() ?? 0) / accelerationRate
        return (0..<count).map { second in
            let variances = axes.map { axis in
                let part = axis[second * accelerationRate..<(second + 1) * accelerationRate]
                let mean = part.reduce(0, +) / Double(part.count)
                return part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(part.count)
            }
            return variances.reduce(0, +).squareRoot() / countsPerGravity
        }
    }

    private static func phases(_ text: String) -> [(name: String, span: Range<Double>)] {
        text.split(whereSeparator: \.isNewline).dropFirst().compactMap { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            // Pressed buttons only; the log's times are off by up to two minutes.
            guard fields.count == 5, let start = Double(fields[3]), let end = Double(fields[4]),
                start < end
            else { return nil }
            return (String(fields[0]), start..<end)
        }
    }
}
