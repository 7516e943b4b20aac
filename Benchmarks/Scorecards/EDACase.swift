import Foundation

/// Skin conductance whose responses and tonic level are known.
struct EDACase {
    let record: String
    let signal: Signal
    let peaks: [Double]
    /// Of each whole second, µS.
    let tonic: [Double]

    init(record: String, signal: Signal, peakSeconds: [Double], tonic: [Double]) {
        self.record = record
        self.signal = signal
        peaks = peakSeconds.map { $0 * signal.rate }.sorted()
        self.tonic = (0..<Int(signal.seconds)).map { second in
            let start = Int((Double(second) * signal.rate).rounded())
            let end = Int((Double(second + 1) * signal.rate).rounded())
            return Statistics.mean(Array(tonic[start..<min(end, tonic.count)])) ?? 0
        }
    }

    private struct Golden: Decodable {
        struct Truth: Decodable {
            let onset: [Double]
            let timeToPeak: [Double]
            let tonic: [Double]

            enum CodingKeys: String, CodingKey {
                case onset = "onset_s"
                case timeToPeak = "time_to_peak_s"
                case tonic
            }
        }

        let rate: Double
        let samples: [Double]
        let truth: Truth

        enum CodingKeys: String, CodingKey {
            case rate = "fs"
            case samples = "signal_uS"
            case truth
        }
    }

    /// `eda_sim_*.json` of a folder.
    static func golden(in folder: URL) throws -> [EDACase] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let names = files.filter { $0.hasPrefix("eda_sim_") && $0.hasSuffix(".json") }.sorted()
        if names.isEmpty { print("\nnot found, stepped over: \(folder.path)/eda_sim_*.json") }
        return try names.map { name in
            let data = try Data(contentsOf: folder.appending(path: name))
            let golden = try JSONDecoder().decode(Golden.self, from: data)
            let record = String(name.dropLast(5))
            return EDACase(
                record: record,
                signal: Signal(
                    id: "eda/\(record)", rate: golden.rate, samples: golden.samples),
                peakSeconds: zip(golden.truth.onset, golden.truth.timeToPeak).map(+),
                tonic: golden.truth.tonic)
        }
    }
}
