public import Biosignals

/// Which annotations go into which data record, and how much room each record must have for them.
///
/// An annotation stands in the record it begins in, or in the next one that is written.
public struct EDFAnnotationSheet: Sendable {
    /// Bytes that each record keeps for annotations.
    public let bytesPerRecord: Int
    private let lists: [Int: [UInt8]]

    /// - Parameters:
    ///   - annotations: onsets in seconds since the first sample; in any order.
    ///   - records: the places in time of the records that will be written, in order.
    ///   - start: of the first sample; its fraction of a second is part of every time in the file.
    public init(
        _ annotations: [EDFAnnotation], records: [Range<Int>], frame: RecordFrame,
        start: UTCTime?, format: EDFFormat
    ) {
        let fraction =
            Double(start.map { ($0.millisecondsSince1970 % 1_000 + 1_000) % 1_000 } ?? 0) / 1_000
        var lists: [Int: [UInt8]] = [:]
        var stretch = 0
        let seconds = frame.seconds
        for annotation in annotations.sorted(by: { $0.onset < $1.onset }) {
            guard !records.isEmpty else { break }
            let own = Int(max(0, min(annotation.onset / seconds, 1e15)))
            while stretch < records.count - 1, records[stretch].upperBound <= own { stretch += 1 }
            let record = min(
                max(own, records[stretch].lowerBound), records[stretch].upperBound - 1)
            var shifted = annotation
            shifted.onset += fraction
            lists[record, default: []] += EDFAnnotationList.bytes(shifted)
        }
        self.lists = lists
        // A record's own time takes at most "+", 17 digits, a point and three marks.
        let most = (lists.values.map(\.count).max() ?? 0) + 22
        let group = 2 * format.sampleBytes
        bytesPerRecord = (most + group - 1) / group * group
    }

    public func bytes(of record: Int) -> [UInt8] { lists[record] ?? [] }
}
