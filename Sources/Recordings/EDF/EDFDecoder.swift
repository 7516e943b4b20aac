public import Biosignals

/// The data records of an EDF or BDF file: bytes to blocks of samples.
///
/// A reader calls `beginRecord` for each record with what its annotation signals hold, then `decode`
/// with the bytes of each of its signals, in one piece or in many.
/// Output: blocks in each channel's unit, as one unbroken run as long as nothing is missing. A stored
///         value that the header's digital range excludes and that is the format's most negative
///         one is a missing sample.
public struct EDFDecoder: Sendable {
    private let file: String
    private let header: EDFHeader
    private let plan: EDFChannelPlan
    private var lanes: [EDFLane]
    /// Records begun so far.
    private var record = 0
    /// The first record's time, since the header's start.
    public private(set) var firstOnset: Double?
    /// Lists of annotations that could not be read.
    public private(set) var damagedLists = 0

    public init(header: EDFHeader, plan: EDFChannelPlan, file: String) {
        self.header = header
        self.plan = plan
        self.file = file
        lanes = plan.channels.indices.map { EDFLane(channel: $0, header: header, plan: plan) }
    }

    /// - Parameter lists: the bytes of each annotation signal, in the header's order.
    /// - Throws: `RecordingError` if a discontinuous file does not say when the record begins, or
    ///   says what cannot be.
    public mutating func beginRecord(
        _ lists: [ArraySlice<UInt8>], annotations: inout [EDFAnnotation]
    ) throws(RecordingError) {
        var onset: Double?
        for (index, bytes) in lists.enumerated() {
            let list = EDFAnnotationList(parsing: bytes, isFirst: index == 0)
            if index == 0 { onset = list.recordOnset }
            annotations += list.annotations
            damagedLists += list.damaged
        }
        defer { record += 1 }
        if record == 0 { firstOnset = onset }
        guard header.continuity == .discontinuous else {
            for lane in lanes.indices { lanes[lane].beginRecord(at: nil) }
            return
        }
        guard let onset else { throw error(.recordWithoutTime(record: record + 1)) }
        let seconds = onset - (firstOnset ?? onset)
        guard abs(seconds) < 1e10 else { throw error(.recordWithoutTime(record: record + 1)) }
        for lane in lanes.indices where !lanes[lane].canBegin(at: seconds) {
            throw error(.recordBeforeItsTime(record: record + 1))
        }
        for lane in lanes.indices { lanes[lane].beginRecord(at: seconds) }
    }

    /// Takes the next bytes of one channel in the record begun last.
    ///
    /// - Precondition: whole samples, and no more of them than the record has.
    public mutating func decode(
        _ bytes: UnsafeRawBufferPointer, of channel: Int, into blocks: inout [SignalBlock]
    ) {
        lanes[channel].decode(bytes, into: &blocks)
    }

    /// Gives out the samples that wait to become a longer block.
    public mutating func flush(into blocks: inout [SignalBlock]) {
        for lane in lanes.indices { lanes[lane].flush(into: &blocks) }
    }

    /// What the bytes of a record's first annotation signal say.
    public static func annotations(ofRecord bytes: [UInt8]) -> [EDFAnnotation] {
        EDFAnnotationList(parsing: bytes).annotations
    }

    /// When a record begins, from the bytes of its first annotation signal.
    public static func onset(ofRecord bytes: [UInt8]) -> Double? {
        EDFAnnotationList(parsing: bytes).recordOnset
    }

    /// Seconds at the end of the last record that were only filled up, from the bytes of its first
    /// annotation signal; 0 where nothing is said of that.
    ///
    /// - Parameter recordSeconds: that the record lasts.
    public static func filledSeconds(ofRecord bytes: [UInt8], lasting recordSeconds: Double)
        -> Double
    {
        let list = EDFAnnotationList(parsing: bytes)
        guard let onset = list.recordOnset else { return 0 }
        let mark = list.annotations.first { $0.text.hasPrefix(EDFAnnotation.fillMark) }
        guard let mark, let duration = mark.duration, duration < recordSeconds,
            abs(mark.onset + duration - onset - recordSeconds) < 1e-3
        else { return 0 }
        return duration
    }

    private func error(_ problem: EDFProblem) -> RecordingError {
        RecordingError(
            file: file, place: .byte(header.byteCount + record * header.recordBytes),
            problem: .edf(problem))
    }
}
