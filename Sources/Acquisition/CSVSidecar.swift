import Biosignals
import Foundation
import Recordings

/// A JSON file beside a CSV file, in the style of BIDS physiological recordings: `SamplingFrequency`,
/// `StartTime`, `Columns`, and an object with `Units` per column.
///
/// Source: BIDS specification 1.10, "Physiological recordings". BIDS counts `StartTime` in seconds from
/// the start of another recording, which is no clock: only a text in ISO 8601 is taken as the start.
struct CSVSidecar {
    var facts = CSVSidecarFacts()
    private(set) var notices: [String] = []

    private static let bytesMax = 1_048_576

    init(reading path: String) throws(AcquisitionError) {
        let bytes = try InputFile.contents(of: path, limit: Self.bytesMax)
        let content: [String: Entry]
        do {
            content = try JSONDecoder().decode([String: Entry].self, from: Data(bytes))
        } catch {
            throw .sidecarInvalid(path: path, because: "it is not a JSON object")
        }
        if let frequency = content["SamplingFrequency"] {
            guard case .number(let value) = frequency, value > 0, value.isFinite else {
                throw .sidecarInvalid(
                    path: path, because: "SamplingFrequency is not a number above 0")
            }
            facts.rate = Hertz(value)
        }
        if let columns = content["Columns"] {
            guard case .texts(let names) = columns else {
                throw .sidecarInvalid(path: path, because: "Columns is not a list of names")
            }
            facts.columns = names
        }
        for case (let column, .object(let unit?)) in content { facts.units[column] = unit }
        try readStart(content["StartTime"], path)
        if facts.start == nil, case .text(let text) = content["AcquisitionDateTime"] {
            facts.start = Self.time(text)
            if facts.start != nil { notices = [] }
        }
    }

    /// Whether a file is named as BIDS names physiological recordings; there `n/a` stands for a
    /// missing sample.
    static func isPhysio(_ path: String) -> Bool { stem(path).hasSuffix("_physio") }

    /// The path without `.csv`, `.tsv` or `.tsv.gz`.
    static func stem(_ path: String) -> String {
        let name = PathName(path)
        let bare = name.withoutSuffix
        return name.suffix == "gz" ? PathName(bare).withoutSuffix : bare
    }

    /// The file beside it of the same name; for a BIDS recording without one, the nearest in the
    /// folders above that claims nothing else (the specification's inheritance principle).
    static func path(beside path: String) -> String? {
        let own = stem(path) + ".json"
        if InputFile.exists(own) { return own }
        guard isPhysio(path) else { return nil }
        let entities = Set(PathName(stem(path)).fileName.split(separator: "_"))
        var folder = PathName(path).folder
        for _ in 0..<5 {
            let names = InputFile.names(in: folder.isEmpty ? "." : folder)
            let fitting = names.filter { name in
                name == "physio.json" || name.hasSuffix("_physio.json")
            }
            .filter { name in
                Set(name.dropLast(5).split(separator: "_")).isSubset(of: entities)
            }
            if let most = fitting.max(by: { $0.count < $1.count }) { return folder + most }
            guard folder.count > 1 else { return nil }
            folder = PathName(String(folder.dropLast())).folder
        }
        return nil
    }

    private mutating func readStart(_ entry: Entry?, _ path: String) throws(AcquisitionError) {
        switch entry {
        case .text(let text):
            guard let start = Self.time(text) else {
                throw .sidecarInvalid(path: path, because: "StartTime is not a time in ISO 8601")
            }
            facts.start = start
        case .number:
            notices.append("StartTime of the sidecar is an offset, not a time: no start known")
        default: break
        }
    }

    private static func time(_ text: String) -> UTCTime? {
        let whole = Date.ISO8601FormatStyle()
        let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = (try? whole.parse(text)) ?? (try? fractional.parse(text)) else {
            return nil
        }
        return UTCTime(
            millisecondsSince1970: Int64((date.timeIntervalSince1970 * 1_000).rounded()))
    }

    /// The values that matter; everything else is let pass.
    private enum Entry: Decodable {
        case number(Double)
        case text(String)
        case texts([String])
        case object(unit: String?)
        case other

        private struct Description: Decodable {
            let unit: String?
            enum CodingKeys: String, CodingKey { case unit = "Units" }
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let value = try? container.decode(Double.self) {
                self = .number(value)
            } else if let value = try? container.decode(String.self) {
                self = .text(value)
            } else if let value = try? container.decode([String].self) {
                self = .texts(value)
            } else if let value = try? container.decode(Description.self) {
                self = .object(unit: value.unit)
            } else {
                self = .other
            }
        }
    }
}
