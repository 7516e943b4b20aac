/// Finds the frames of one layout in bytes that come in any cut.
///
/// A frame is taken at once if it directly follows a taken frame and holds no other header of this
/// layout inside; otherwise only if a header of this layout follows it, or the stream ends. Where
/// that is not so, one byte is skipped and the search goes on right behind it.
///
/// Keeps at most one frame and the header that must follow it.
struct OpenViewFramer: Sendable {
    /// Frames of one kind, one right after the other.
    struct Run {
        let kind: Int
        let count: Int
        /// What was skipped before the first of them; nil if it follows a taken frame.
        let gap: Gap?
    }

    struct Gap {
        /// Bytes that were skipped and are no text.
        let bytes: Int
        /// Of each kind, how many headers there were among them.
        let headers: [Int]
        /// Nothing was taken before.
        let isFirst: Bool
    }

    private enum Verdict {
        case take(kind: Int)
        case wait
        /// No frame begins here. What follows up to `end` is part of why.
        case skip(SkippedBytes.Reason, end: Int, header: Int?)
        case skipPlain
    }

    private static let piece = 8_192
    /// A length beyond this is no frame's of this family: only its header is called unknown.
    private static let unknownLengthMax = 255

    let kinds: [OpenViewFrameKind]
    private let headers: [[UInt8]]
    private var buffer: [UInt8] = []
    private var ledger = SkipLedger()
    /// The last byte that was dealt with ended a taken frame.
    private var isLocked = false
    private var hasTaken = false
    /// Why the bytes before `reasonEnd` (counted like the buffer's) are skipped.
    private var reason = SkippedBytes.Reason.noFrame
    private var reasonEnd = 0
    private var headersSkipped: [Int]
    private var headerEnd = 0

    init(_ layout: OpenViewLayout) {
        kinds = layout.kinds
        headers = layout.kinds.map(\.header)
        headersSkipped = Array(repeating: 0, count: layout.kinds.count)
    }

    mutating func process(
        _ bytes: ArraySlice<UInt8>, to sink: inout some OpenViewSink,
        into output: inout DeviceOutput
    ) {
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let end = min(bytes.endIndex, start + Self.piece)
            buffer += bytes[start..<end]
            start = end
            scan(isFinal: false, to: &sink, into: &output)
        }
    }

    mutating func finish(to sink: inout some OpenViewSink, into output: inout DeviceOutput) {
        scan(isFinal: true, to: &sink, into: &output)
        ledger.close(taking: 0, into: &output)
        isLocked = false
    }

    private mutating func scan(
        isFinal: Bool, to sink: inout some OpenViewSink, into output: inout DeviceOutput
    ) {
        // Taken out, so that the scan may change everything else.
        var bytes: [UInt8] = []
        swap(&bytes, &buffer)
        let end = bytes.withUnsafeBufferPointer { pointer in
            scan(pointer, isFinal: isFinal, to: &sink, into: &output)
        }
        if end > 0 {
            reasonEnd -= end
            headerEnd -= end
            bytes.removeSubrange(0..<end)
        }
        swap(&bytes, &buffer)
    }

    /// Returns how many bytes were dealt with.
    private mutating func scan(
        _ bytes: UnsafeBufferPointer<UInt8>, isFinal: Bool, to sink: inout some OpenViewSink,
        into output: inout DeviceOutput
    ) -> Int {
        var place = 0
        while place < bytes.count {
            if bytes[place] != 0x0A {
                skip(bytes[place], at: place, into: &output)
                place += 1
                continue
            }
            switch verdict(at: place, in: bytes, isFinal: isFinal) {
            case .wait: return place
            case .skipPlain:
                skip(bytes[place], at: place, into: &output)
                place += 1
            case .skip(let why, let end, let header):
                reason = why
                reasonEnd = end
                if let header, place >= headerEnd {
                    headersSkipped[header] += 1
                    headerEnd = end
                }
                skip(bytes[place], at: place, into: &output)
                place += 1
            case .take(let kind):
                let gap = endGap(taking: kinds[kind].total, into: &output)
                let count = framesInARow(of: kind, from: place, in: bytes)
                let next = place + count * kinds[kind].total
                ledger.pass(next - place - kinds[kind].total)
                sink.take(
                    Run(kind: kind, count: count, gap: gap),
                    UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[place..<next]),
                    into: &output)
                place = next
            }
        }
        return place
    }

    private mutating func skip(
        _ byte: UInt8, at place: Int, into output: inout DeviceOutput
    ) {
        isLocked = false
        ledger.skip(byte, because: place < reasonEnd ? reason : .noFrame, into: &output)
    }

    private mutating func endGap(taking bytes: Int, into output: inout DeviceOutput) -> Gap? {
        defer {
            isLocked = true
            hasTaken = true
        }
        if isLocked {
            ledger.pass(bytes)
            return nil
        }
        let skipped = ledger.close(taking: bytes, into: &output)
        let gap = Gap(bytes: skipped, headers: headersSkipped, isFirst: !hasTaken)
        for kind in headersSkipped.indices { headersSkipped[kind] = 0 }
        reasonEnd = 0
        headerEnd = 0
        return gap
    }
}

/// What is a frame.
extension OpenViewFramer {
    private func verdict(
        at place: Int, in bytes: UnsafeBufferPointer<UInt8>, isFinal: Bool
    ) -> Verdict {
        let cutShort = Verdict.skip(.truncated, end: bytes.count, header: nil)
        guard place + 1 < bytes.count else { return isFinal ? cutShort : .wait }
        guard bytes[place + 1] == 0xFA else { return .skipPlain }
        guard place + OpenViewFrameKind.headerCount <= bytes.count else {
            return isFinal ? cutShort : .wait
        }
        var rejected: Verdict?
        for kind in kinds.indices where isHeader(of: kind, at: place, in: bytes) {
            let end = place + kinds[kind].total
            guard end <= bytes.count else {
                if !isFinal { return .wait }
                rejected = .skip(.truncated, end: bytes.count, header: kind)
                continue
            }
            guard hasFooter(before: end, in: bytes) else {
                rejected = rejected ?? .skip(.footerMissing, end: end, header: kind)
                continue
            }
            if isLocked, !holdsHeader(from: place + 1, to: end, in: bytes) {
                return .take(kind: kind)
            }
            switch follows(end, in: bytes, isFinal: isFinal) {
            case .some(true): return .take(kind: kind)
            case .some(false): rejected = .skip(.noFrame, end: end, header: kind)
            case .none: return .wait
            }
        }
        return rejected ?? .skip(.unknownFrame, end: unknownEnd(place, bytes), header: nil)
    }

    private func unknownEnd(_ place: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let length = Int(bytes[place + 2]) | Int(bytes[place + 3]) << 8
        let header = place + OpenViewFrameKind.headerCount
        guard length <= Self.unknownLengthMax else { return header }
        return header + length + OpenViewFrameKind.footerCount
    }

    private func isHeader(
        of kind: Int, at place: Int, in bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        let length = kinds[kind].length
        return bytes[place + 4] == kinds[kind].type
            && bytes[place + 2] == UInt8(truncatingIfNeeded: length)
            && bytes[place + 3] == UInt8(truncatingIfNeeded: length >> 8)
            && bytes[place] == 0x0A && bytes[place + 1] == 0xFA
    }

    private func hasFooter(before end: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes[end - 2] == 0x00 && bytes[end - 1] == 0x0B
    }

    /// Whether a whole header lies between the two places.
    private func holdsHeader(
        from start: Int, to end: Int, in bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        var place = start
        let last = end - OpenViewFrameKind.headerCount
        while place <= last {
            if bytes[place + 1] == 0xFA, bytes[place] == 0x0A,
                kinds.indices.contains(where: { isHeader(of: $0, at: place, in: bytes) })
            {
                return true
            }
            place += 1
        }
        return false
    }

    /// Whether a header, or at the end of the stream a header's beginning, is at that place; nil if
    /// more bytes must come.
    private func follows(
        _ place: Int, in bytes: UnsafeBufferPointer<UInt8>, isFinal: Bool
    ) -> Bool? {
        let count = min(bytes.count - place, OpenViewFrameKind.headerCount)
        let fits = headers.contains { header in
            for index in 0..<count where bytes[place + index] != header[index] { return false }
            return true
        }
        if !fits { return false }
        return count == OpenViewFrameKind.headerCount || isFinal ? true : nil
    }

    /// How many frames of a kind there are one right after the other, the first of them known,
    /// each of which may be taken at once.
    private func framesInARow(
        of kind: Int, from start: Int, in bytes: UnsafeBufferPointer<UInt8>
    ) -> Int {
        let total = kinds[kind].total
        var place = start + total
        while place + total <= bytes.count, isHeader(of: kind, at: place, in: bytes),
            hasFooter(before: place + total, in: bytes),
            !holdsHeader(from: place + 1, to: place + total, in: bytes)
        {
            place += total
        }
        return (place - start) / total
    }
}
