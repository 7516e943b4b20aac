import Acquisition
import Biosignals
import Foundation
import Recordings
import TestKit

/// A WFDB record of random channels: rates, units, gains of either sign, gaps, the ends of the format's
/// range, a channel of one sample and one of none.
struct RandomRecord {
    let path: String
    let samples: [String: [Int: Double]]
    let seconds: Double

    private static let names = [
        "ECG", "MLII", "PLETH", "a \"quoted\" name", "semi;colon, and comma", "sample", "time",
        "a name that is longer than sixteen letters", "a name that is longer than sixteen ones",
        "Körpertemperatur", "温度", "eda_mV", "x [y]", "signal 2 is x [y]", "EDF Annotations",
    ]
    private static let units = [
        "mV", "uS", "NU", "mmHg", "degC", "g", "%", "counts", "l/min", "furlongs/s",
    ]

    /// - Parameters:
    ///   - folder: to write into.
    ///   - hasPause: whether nothing was recorded for three hours in the middle.
    init(seed: Int, in folder: String, hasPause: Bool = false) throws {
        var random = SeededGenerator(seed: UInt64(seed) &+ 77)
        let format = [WFDBSignalFileEncoder.Format.int16, .int24, .int32][seed % 3]
        let rates: [Double] = [25, 62.5, 10, 1, 1_000.0 / 14]
        let drawn: Double = rates.randomElement(using: &random) ?? 10
        let frameRate = hasPause ? 5 : drawn
        let frames =
            hasPause ? Int(3.2 * 3_600 * frameRate) : Int.random(in: 20...600, using: &random)
        var header = WFDBHeader(name: "random\(seed)", rate: Hertz(frameRate), length: nil)
        header.setStart(UTCTime(millisecondsSince1970: 1_790_000_000_250))
        var columns: [[Int32?]] = []
        for name in Self.names.shuffled(using: &random).prefix(
            Int.random(in: 2...5, using: &random))
        {
            let gains: [Double] = [200, -50, 1_000.5, 16_384.0 / 3, 1, 0.25]
            let gain = gains.randomElement(using: &random)
            var signal = WFDBSignal(
                file: header.name + ".dat", format: format.format, gain: gain,
                baseline: Int.random(in: -3_000...3_000, using: &random),
                unitText: Self.units.randomElement(using: &random) ?? "mV", name: name)
            let sizes: [Int] = [1, 1, 2, 4]
            signal.samplesPerFrame = sizes.randomElement(using: &random) ?? 1
            let count = frames * signal.samplesPerFrame
            let kind = columns.count < 2 ? 0 : Int.random(in: 0..<6, using: &random)
            columns.append(
                Self.column(count, kind, format.range, pause: hasPause, using: &random))
            header.signals.append(signal)
        }
        var encoder = WFDBSignalFileEncoder(
            format: format, samplesPerFrame: header.signals.map(\.samplesPerFrame))
        let bytes = encoder.encode(columns) + encoder.finish()
        header.complete(file: header.name + ".dat", from: encoder)
        path = folder + "/" + header.name
        try Data(bytes).write(to: URL(fileURLWithPath: path + ".dat"))
        try Data(header.text.utf8).write(to: URL(fileURLWithPath: path + ".hea"))
        // The truth is what was drawn, by the format's own rule, not what a reader made of it.
        var samples: [String: [Int: Double]] = [:]
        var seconds = 0.0
        for (signal, column) in zip(header.signals, columns) {
            guard column.contains(where: { $0 != nil }) else { continue }
            var values: [Int: Double] = [:]
            for (index, stored) in column.enumerated() {
                guard let stored else { continue }
                // No unit of the list is scaled.
                let above = Double(stored) - Double(signal.baseline)
                values[index] = above / (signal.gain ?? 1)
            }
            samples[signal.name] = values
            let last = Double((values.keys.max() ?? 0) + 1)
            seconds = max(seconds, last / (frameRate * Double(signal.samplesPerFrame)))
        }
        self.samples = samples
        self.seconds = seconds
    }

    private static func column(
        _ count: Int, _ kind: Int, _ range: ClosedRange<Int32>, pause: Bool,
        using random: inout SeededGenerator
    ) -> [Int32?] {
        if kind == 4 {
            var column = [Int32?](repeating: nil, count: count)
            column[Int.random(in: 0..<count, using: &random)] = 7
            return column
        }
        if kind == 5 { return Array(repeating: nil, count: count) }
        var column: [Int32?] = []
        let reach = kind == 3 ? range : -2_000...2_000
        while column.count < count {
            let length = Int.random(in: 1...90, using: &random)
            let isGap = Int.random(in: 0..<4, using: &random) == 0
            for _ in 0..<length {
                column.append(isGap ? nil : Int32.random(in: reach, using: &random))
            }
        }
        column = Array(column.prefix(count))
        if pause {
            for index in (count / 50)..<(count - count / 50) { column[index] = nil }
        }
        column[0] = kind == 3 ? range.lowerBound : 1
        if kind == 3, count > 1 { column[count - 1] = range.upperBound }
        return column
    }
}
