import Foundation

extension Board {
    private struct Document: Encodable {
        let figures: [String: [String: Double]]
        let records: [RecordRow]
    }

    /// Every figure and every record's row.
    func write(to file: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(Document(figures: figures, records: records)).write(to: file)
    }
}
