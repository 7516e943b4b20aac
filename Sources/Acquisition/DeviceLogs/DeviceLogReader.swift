public import Biosignals
public import DeviceProtocols

/// The bytes of a device in a file: a raw capture of the wire, or a log that the device wrote. Read
/// from front to back in pieces; memory does not grow with its length.
///
/// For one task: a reader is not shared.
public final class DeviceLogReader {
    public let path: String
    public let formatName: String
    public let channels: [Channel]
    /// Of the first sample, where the device knew it.
    public let start: UTCTime?
    /// What the user should know about how the bytes were read, one sentence fragment each.
    public let notices: [String]
    /// Which board sent them; nil for a log whose format says all.
    public let profile: BoardProfile?
    /// Bytes of the file, when it was opened.
    public var size: Int { file.size }

    private let file: InputFile
    private var decoder: any DeviceByteDecoder
    private var buffer: [UInt8] = []
    private var hasEnded = false

    private static let pieceBytes = 65_536
    /// From so many first bytes it is decided what they are: some minutes of most boards.
    private static let recognitionBytes = 1_048_576

    /// - Parameter board: what the user says it is; nil to find out.
    /// - Throws: `AcquisitionError` if the file cannot be opened, or is no device's.
    public init(opening path: String, board: Board? = nil) throws(AcquisitionError) {
        self.path = path
        file = try InputFile(opening: path)
        try file.read(upTo: min(max(file.size, 1), Self.recognitionBytes), into: &buffer)
        file.seek(to: 0)
        if board == nil,
            let format = DeviceFileFormat.recognise(
                prefix: buffer[...], name: path)
        {
            do {
                let log = try DeviceFileDecoder(format: format, prefix: buffer[...])
                decoder = log
                channels = log.channels
                start = log.start
                notices = log.notices
            } catch {
                throw .device(path: path, .logInvalid("\(error)"))
            }
            formatName = format.title
            profile = nil
            return
        }
        let profile = try Self.profile(of: buffer, path: path, board: board)
        decoder = BoardDecoder(profile: profile)
        channels = profile.channels
        start = nil
        formatName = "\(profile.board.rawValue) capture"
        notices = [
            "board \(profile.board.rawValue), \(Self.percent(profile.certainty)) sure: "
                + profile.evidence.joined(separator: "; ")
        ]
        self.profile = profile
    }

    /// Appends what the next piece of the file said. Returns false at the end.
    public func next(into output: inout DeviceOutput) throws(AcquisitionError) -> Bool {
        guard !hasEnded else { return false }
        try file.read(upTo: Self.pieceBytes, into: &buffer)
        decoder.decode(buffer[...], into: &output)
        if buffer.count < Self.pieceBytes {
            hasEnded = true
            decoder.finish(into: &output)
        }
        return true
    }

    private static func profile(
        of bytes: [UInt8], path: String, board: Board?
    ) throws(AcquisitionError) -> BoardProfile {
        var recogniser = BoardRecogniser(expecting: board)
        recogniser.process(bytes[...])
        switch recogniser.recognition(isComplete: true, seconds: nil) {
        case .recognised(let profile): return profile
        case .ambiguous(let boards, _): throw .device(path: path, .ambiguous(boards))
        case .refused(let what, let remedy):
            throw .device(path: path, .refused(what: what, remedy: remedy))
        case .unknown(let evidence): throw .device(path: path, .noFrames(evidence: evidence))
        case .undecided: throw .device(path: path, .noFrames(evidence: ["too few bytes"]))
        }
    }

    private static func percent(_ share: Double) -> String {
        "\(Int((share * 100).rounded(.down))) %"
    }
}
