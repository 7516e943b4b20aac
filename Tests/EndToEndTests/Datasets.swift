import Foundation
import TestKit

/// The recordings that come with the project.
enum Datasets {
    static let root = packageRoot() + "/datasets"

    static func record(_ name: String) -> String { "\(root)/\(name)/\(name)" }

    /// The samples in the first column of a reference file beside a record.
    static func samples(_ name: String, _ kind: String) throws -> [Int] {
        let text = try String(contentsOfFile: "\(record(name)).\(kind).csv", encoding: .utf8)
        return text.split(separator: "\n").dropFirst().compactMap {
            Int($0.split(separator: ",")[0])
        }
    }

    static let synthetic = record("synthetic_desk_afternoon")
    static let shortECG = record("ecg_plux_supine_1min")
}

/// The members of one JSON object, for looking into events.
struct JSONObject {
    let members: [String: Any]

    init(_ line: String) throws {
        let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
        guard let members = value as? [String: Any] else { throw CocoaError(.coderReadCorrupt) }
        self.members = members
    }

    private init(members: [String: Any]) { self.members = members }

    func text(_ key: String) -> String? { members[key] as? String }
    func number(_ key: String) -> Double? { (members[key] as? NSNumber)?.doubleValue }
    func flag(_ key: String) -> Bool? { members[key] as? Bool }
    func isNull(_ key: String) -> Bool { members[key] is NSNull }

    func object(_ key: String) -> JSONObject {
        JSONObject(members: members[key] as? [String: Any] ?? [:])
    }

    func objects(_ key: String) -> [JSONObject] {
        (members[key] as? [[String: Any]] ?? []).map { JSONObject(members: $0) }
    }
}
