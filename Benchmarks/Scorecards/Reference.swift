import Acquisition
import Foundation
import Recordings

/// What people wrote down about one record: its beats, and stretches that are not scored.
struct Reference {
    var beats: [Double]
    var excluded: [Range<Double>] = []

    /// From `NAME.beats.csv` (and `NAME.exclude.csv`) beside the record, else from `NAME.atr`.
    init?(record: String) {
        if let rows = Self.rows(record + ".beats.csv") {
            beats = rows.compactMap(\.first)
            excluded = (Self.rows(record + ".exclude.csv") ?? []).compactMap { row in
                row.count == 2 && row[0] < row[1] ? row[0]..<row[1] : nil
            }
        } else if let file = try? readAnnotations(path: record + ".atr") {
            beats = []
            var flutter: Double?
            for annotation in file.annotations {
                let place = Double(annotation.time)
                let symbol = annotation.code.symbol
                if annotation.code.isBeat { beats.append(place) }
                if symbol == "[" { flutter = place }
                if symbol == "]", let start = flutter, start < place {
                    excluded.append(start..<place)
                    flutter = nil
                }
            }
        } else {
            return nil
        }
    }

    /// One sample index a line, no header.
    init?(list path: String) {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        beats = text.split(whereSeparator: \.isNewline).compactMap { Double($0) }
    }

    /// The numbers of a table with a header row.
    private static func rows(_ path: String) -> [[Double]]? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        return text.split(whereSeparator: \.isNewline).dropFirst()
            .map { $0.split(separator: ",").compactMap { Double($0) } }
    }
}
