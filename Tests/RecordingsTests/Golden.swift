import Biosignals
import Foundation
import Recordings
import Testing

/// The files in Golden/, written by make_golden.py.
enum Golden {
    static func bytes(_ name: String) throws -> [UInt8] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        return try Array(Data(contentsOf: folder.appendingPathComponent("Golden/\(name)")))
    }

    struct Annotation: Decodable {
        let time: Int
        let symbol: String
        let subtype: Int8
        let channel: UInt8
        let number: Int8
        let aux: String
    }

    private struct Signals: Decodable {
        let values: [String: [[Int]]]
        let annotations: [Annotation]

        private struct Key: CodingKey {
            var stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            var values: [String: [[Int]]] = [:]
            for key in container.allKeys where key.stringValue != "golden_ann" {
                values[key.stringValue] = try container.decode([[Int]].self, forKey: key)
            }
            self.values = values
            annotations = try container.decode(
                [Annotation].self, forKey: Key(stringValue: "golden_ann"))
        }
    }

    /// Digital values per signal as wfdb reads them.
    static func signals(_ record: String) throws -> [[Int]] {
        let all = try JSONDecoder().decode(Signals.self, from: Data(bytes("expected.json")))
        return try #require(all.values[record])
    }

    static func annotations() throws -> [Annotation] {
        try JSONDecoder().decode(Signals.self, from: Data(bytes("expected.json"))).annotations
    }
}

/// Blocks put together: sample by index and channel. Fails where two blocks overlap.
func assembled(_ blocks: [SignalBlock], channels: Int) -> [[Int: Double]] {
    var samples = Array(repeating: [Int: Double](), count: channels)
    for block in blocks {
        for (offset, sample) in block.samples.enumerated() {
            let old = samples[block.channel].updateValue(sample, forKey: block.start + offset)
            precondition(old == nil, "Two blocks overlap.")
        }
    }
    return samples
}
