import Biosignals
import Foundation
import Recordings
import Synthesis

/// A two-lead ECG of any length at 360 Hz, format 212: the shape of a Holter record. The second
/// lead is the first at half the height.
struct LongRecord {
    static let rate: Hertz = 360
    static let gain = 200.0
    static let baseline = 1_024.0

    let name: String
    let folder: URL
    let hours: Double

    /// Writes it, an hour of signal at a time or less, and returns the path without extension.
    func write() throws -> String {
        let person = try SyntheticPerson(
            seed: 1,
            phases: [.init(.rest, duration: Seconds(hours * 3_600), heartRate: 68, rmssd: 40)])
        var source = try SyntheticSource(
            person: person, rates: SyntheticRates(ecg: Self.rate))
        var encoder = WFDBSignalFileEncoder(format: .packed12, samplesPerFrame: [1, 1])
        let data = folder.appendingPathComponent(name + ".dat")
        try Data().write(to: data)
        let file = try FileHandle(forWritingTo: data)
        while let stretch = source.next(seconds: 60) {
            let samples = stretch.blocks.flatMap(\.samples)
            try file.write(
                contentsOf: Data(encoder.encode([stored(samples, 1), stored(samples, 0.5)])))
        }
        try file.write(contentsOf: Data(encoder.finish()))
        try file.close()
        let path = folder.appendingPathComponent(name)
        try Data(header(encoder).text.utf8).write(to: path.appendingPathExtension("hea"))
        return path.path
    }

    private func stored(_ samples: [Double], _ height: Double) -> [Int32?] {
        samples.map {
            Int32(max(-2_047, min(2_047, ($0 * height * Self.gain + Self.baseline).rounded())))
        }
    }

    private func header(_ encoder: WFDBSignalFileEncoder) -> WFDBHeader {
        var header = WFDBHeader(name: name, rate: Self.rate, length: encoder.frames)
        for (index, lead) in ["MLII", "V1"].enumerated() {
            var signal = WFDBSignal(
                file: name + ".dat", format: .packed12, gain: Self.gain,
                baseline: Int(Self.baseline), unitText: "mV", name: lead)
            signal.adcResolution = 12
            signal.initialValue = Int(encoder.summaries[index].initialValue)
            signal.checksum = Int(encoder.summaries[index].checksum)
            header.signals.append(signal)
        }
        return header
    }
}
