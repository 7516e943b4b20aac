import Foundation

/// What a run prints: a table line by line, or one JSON array at the end.
final class Report {
    private let isJSON: Bool
    private var figures: [Figure] = []

    init(isJSON: Bool) { self.isJSON = isJSON }

    func add(_ name: String, _ value: Double, _ unit: String) { add([Figure(name, value, unit)]) }

    func add(_ more: [Figure]) {
        figures += more
        guard !isJSON else { return }
        for figure in more {
            let padded = figure.name.padding(toLength: 52, withPad: " ", startingAt: 0)
            var line = padded + String(format: "%10.4g ", figure.value) + figure.unit
            if let most = figure.most { line += String(format: "  (at most %g)", most) }
            if let least = figure.least { line += String(format: "  (at least %g)", least) }
            print(line)
        }
    }

    /// Names what is over its limits.
    func finish() throws {
        if isJSON {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(figures), as: UTF8.self))
        }
        let missed = figures.filter(\.isMissed)
        guard missed.isEmpty else {
            let names = missed.map { $0.name.trimmingCharacters(in: .whitespaces) }
            throw Failure("over the limit: " + names.joined(separator: "; "))
        }
    }
}
