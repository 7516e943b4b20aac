public import Biosignals

/// A board's own file: bytes in any cut to samples.
///
/// Built from the file's first bytes, then fed all of them from the first on. The head's bytes are
/// no frames and not skipped. A subject's name or number that a head holds is not read.
public struct DeviceFileDecoder: DeviceByteDecoder {
    public let format: DeviceFileFormat
    public let channels: [Channel]
    /// Of the recording's beginning, where the device knew it.
    public let start: UTCTime?
    /// What the user should know about how the bytes were read, one sentence fragment each.
    public let notices: [String]

    private var body: any DeviceByteDecoder

    /// - Parameter prefix: the file's first bytes: 65,536, or all of a shorter one. Fewer may not
    ///   hold the whole head.
    public init(
        format: DeviceFileFormat, prefix: ArraySlice<UInt8>
    ) throws(DeviceFileError) {
        let plan =
            switch format {
            case .healthyPi6: try HP6FileHeader(prefix).plan(prefix)
            case .openView: try HPDFileHeader(prefix).plan()
            case .moveRecording: try MoveRecordingHeader(prefix).plan(prefix)
            case .moveECG: MoveRecord.ecg
            case .moveGSR: MoveRecord.gsr
            case .next: try NextFileHeader(prefix).plan()
            }
        self.format = format
        channels = plan.channels
        start = plan.start
        notices = plan.notices
        body = plan.body
    }

    public mutating func decode(_ bytes: ArraySlice<UInt8>, into output: inout DeviceOutput) {
        body.decode(bytes, into: &output)
    }

    public mutating func finish(into output: inout DeviceOutput) {
        body.finish(into: &output)
    }
}

/// What a file's head comes to.
struct DeviceFilePlan {
    let channels: [Channel]
    let start: UTCTime?
    let notices: [String]
    let body: any DeviceByteDecoder

    /// Milliseconds since 1970, if a clock that was set can say so: from 2015 on, for a century.
    static func time(milliseconds: UInt64) -> UTCTime? {
        (1_420_070_400_000...4_575_744_000_000).contains(milliseconds)
            ? UTCTime(millisecondsSince1970: Int64(milliseconds)) : nil
    }
}
