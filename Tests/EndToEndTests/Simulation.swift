import Foundation
import TestKit
import Testing

/// A simulated board, run the way a user runs it.
final class Simulation {
    let program: Program
    /// Paths of its terminals, in the contract's order.
    let paths: [String]

    /// Returns once the terminals are there.
    init(_ board: String, terminals: Int, _ arguments: [String]) throws {
        let program = try Program(
            "healthypi-agent", ["simulate", "--board", board] + arguments)
        self.program = program
        var found: [String] = []
        let isThere = try awaitCondition {
            found = String(decoding: try program.outputSoFar(), as: UTF8.self)
                .split(separator: "\n").map(String.init)
            return found.count == terminals || !program.isRunning
        }
        try #require(isThere && found.count == terminals, "The simulator gave \(found).")
        paths = found
    }

    /// Ends it, and says what it says of what was sent.
    func stop() throws -> String {
        program.send(SIGINT)
        return try program.finish().errors
    }
}

/// The events of a file, parsed.
struct EventFile {
    let path: String

    /// The lines that are whole: a last one without its end is still being written.
    func events() throws -> [[String: Any]] {
        guard let data = FileManager.default.contents(atPath: path),
            let end = data.lastIndex(of: 10)
        else { return [] }
        return try data[...end].split(separator: 10).compactMap {
            try JSONSerialization.jsonObject(with: $0) as? [String: Any]
        }
    }

    /// The data of the events of a kind, such as `hr`.
    func data(_ kind: String) throws -> [[String: Any]] {
        try events().filter { ($0["type"] as? String) == "io.healthypi.event.\(kind).v1" }
            .compactMap { $0["data"] as? [String: Any] }
    }
}

extension [String: Any] {
    func object(_ key: String) -> [String: Any] { self[key] as? [String: Any] ?? [:] }
    func objects(_ key: String) -> [[String: Any]] { self[key] as? [[String: Any]] ?? [] }
    func number(_ key: String) -> Double? { (self[key] as? NSNumber)?.doubleValue }
    func text(_ key: String) -> String? { self[key] as? String }
}
