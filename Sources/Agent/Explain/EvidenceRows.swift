import Trust

/// How many rows a session has stored that insights are derived from, and their digest so far: a bit
/// flipped in one of them shows.
struct EvidenceRows {
    private var epochs = (count: 0, digest: Digest())
    private var measures = (count: 0, digest: Digest())
    private var windows = (count: 0, digest: Digest())

    mutating func add(epoch payload: [UInt8]) { Self.add(payload, to: &epochs) }
    /// Of a window that a trend is told from.
    mutating func add(measure payload: [UInt8]) { Self.add(payload, to: &measures) }
    mutating func add(window payload: [UInt8]) { Self.add(payload, to: &windows) }

    private static func add(_ payload: [UInt8], to rows: inout (count: Int, digest: Digest)) {
        rows.count += 1
        rows.digest.update(payload)
    }

    var rows: InsightFact.Rows {
        var digest = Digest()
        for part in [epochs, measures, windows] {
            digest.update(Array(part.digest.hexadecimal.utf8))
        }
        return .init(
            epochs: epochs.count, measures: measures.count, windows: windows.count,
            sha256: "sha256:" + digest.hexadecimal)
    }
}
