/// Which board sends these OpenView frames, and which of its firmwares, from the bytes alone.
///
/// How sure it is follows from the frames. Each thing that decides is looked for in every frame,
/// and n frames of which k agree count (k + 1) / (n + 2), the rule of succession: what is likely to
/// hold for the next frame. The certainty is the product of those for the lock, the layout, the
/// scale and the rate. Where two releases send the same bytes at different rates and the rate is not
/// known, it is halved. What the user said is certain.
public struct OpenViewRecogniser: Sendable {
    typealias Entry = OpenViewCatalogue.Entry

    private static let piece = 8_192
    /// Frames in a row that make a lock.
    private static let lockMin = 8
    /// Bytes that are asked for while there is no lock.
    private static let bytesForLock = 512

    let board: Board?
    private var framer = OpenViewFramer(OpenViewCatalogue.layout)
    private(set) var census = OpenViewCensus()
    private(set) var banner = OpenViewBanner()
    private var scratch = DeviceOutput()
    private var skipped = 0

    /// - Parameter board: what the user says it is; then only the firmware's variant is decided.
    public init(expecting board: Board? = nil) { self.board = board }

    public mutating func process(_ bytes: ArraySlice<UInt8>) {
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let end = min(bytes.endIndex, start + Self.piece)
            framer.process(bytes[start..<end], to: &census, into: &scratch)
            harvest()
            start = end
        }
    }

    /// - Parameters:
    ///   - isComplete: no more bytes will come; what can be said is said now.
    ///   - seconds: in which the bytes arrived, if known.
    public func recognition(isComplete: Bool, seconds: Double?) -> BoardRecognition {
        guard isComplete else { return verdict(isComplete: false, seconds: seconds) }
        var ended = self
        ended.framer.finish(to: &ended.census, into: &ended.scratch)
        ended.harvest()
        return ended.verdict(isComplete: true, seconds: seconds)
    }

    private mutating func harvest() {
        for line in scratch.texts { banner.add(line) }
        for skip in scratch.skips where skip.reason != .text { skipped += skip.count }
        scratch.removeAll()
    }

    private func verdict(isComplete: Bool, seconds: Double?) -> BoardRecognition {
        let expected = board.flatMap(OpenViewCatalogue.family)
        guard let family = family(expected) else {
            if let refusal = banner.refusal { return refusal }
            if !isComplete { return .undecided(bytesNeeded: Self.bytesForLock) }
            return .unknown(evidence: banner.evidence + ["no OpenView frame in it"])
        }
        let (count, row) = (census.count(of: family), census.longest[family, default: 0])
        let total = OpenViewCatalogue.kind(family).total
        if row < Self.lockMin {
            if !isComplete {
                return .undecided(bytesNeeded: max(1, Self.lockMin - row) * total)
            }
            if board == nil, census.bytes < skipped {
                return .unknown(
                    evidence: banner.evidence + [
                        "\(count) scattered frames of \(total) bytes, and \(skipped) other bytes"
                    ])
            }
        }
        let missing = Self.framesWanted(family) - count
        if !isComplete, missing > 0 { return .undecided(bytesNeeded: missing * total) }
        return OpenViewChoice(
            census: census, banner: banner, family: family, seconds: seconds, board: board
        ).recognition
    }

    /// The family with the longest row of frames; of those the user's board sends, if he named one.
    private func family(_ expected: Entry?) -> Entry? {
        if let expected, census.count(of: expected) > 0 { return expected }
        return census.longest.max {
            ($0.value, -$0.key.rawValue) < ($1.value, -$1.key.rawValue)
        }?.key
    }

    private static func framesWanted(_ family: Entry) -> Int {
        switch family {
        case .combined: 256
        case .filtered, .nine, .ten, .twelve: 64
        // Two seconds of both kinds.
        case .electrical: 50
        default: lockMin
        }
    }
}
