/// A question on `health.data.read` or `health.insights.read`, as it was understood.
///
/// Every member may be left out: no kinds are all kinds, no `from` is from the first, no `to` is to
/// the last. The stretch is half open: `from` is in it, `to` is not.
public struct ReadRequest: Equatable, Sendable {
    public static let bytesMax = 4_096
    public static let pointsMax = 2_000

    public let what: ReadSubject
    /// As they were asked for, each once; nil for all.
    public let kinds: [String]?
    public let from: WireTime?
    public let to: WireTime?
    /// 1…2,000.
    public let countMax: Int
    /// From the answer before; the rest of the question is then what it was.
    public let cursor: String?

    public init(
        _ what: ReadSubject, kinds: [String]? = nil, from: WireTime? = nil, to: WireTime? = nil,
        countMax: Int = pointsMax, cursor: String? = nil
    ) {
        self.what = what
        self.kinds = kinds
        self.from = from
        self.to = to
        self.countMax = countMax
        self.cursor = cursor
    }

    /// The same question for so many items at most.
    public func limited(to most: Int) -> ReadRequest {
        ReadRequest(
            what, kinds: kinds, from: from, to: to, countMax: min(countMax, max(most, 1)),
            cursor: cursor)
    }

    /// - Throws: what the asker is told: nothing is guessed, and nothing unknown is passed over.
    public init(_ what: ReadSubject, parsing bytes: [UInt8]) throws(ServiceRefusal) {
        guard bytes.count <= Self.bytesMax else { throw .tooLong(bytes: bytes.count) }
        let members: [FlatObject.Member]
        do throws(FlatObject.Problem) {
            members = try FlatObject.read(bytes)
        } catch {
            throw .notUnderstood(at: error.place)
        }
        var seen: Set<String> = []
        var (kinds, from, to): ([String]?, WireTime?, WireTime?) = (nil, nil, nil)
        var (countMax, cursor): (Int, String?) = (Self.pointsMax, nil)
        for member in members {
            guard seen.insert(member.name).inserted else { throw .memberTwice }
            switch (member.name, member.value) {
            case ("kinds", .texts(let texts)): kinds = try Self.kinds(texts, of: what)
            case ("from", .text(let text)): from = try Self.time(text)
            case ("to", .text(let text)): to = try Self.time(text)
            case ("max_points", .whole(let number)):
                guard (1...Self.pointsMax).contains(number) else { throw .badCount }
                countMax = number
            case ("cursor", .text(let text)): cursor = text
            case ("kinds", _): throw .kindsUnknown(served: what.kinds)
            case ("from", _), ("to", _): throw .timeNotUTC
            case ("max_points", _): throw .badCount
            case ("cursor", _): throw .cursorUnknown
            default: throw .memberUnknown
            }
        }
        if let from, let to, from >= to { throw .stretchEmpty }
        self.init(what, kinds: kinds, from: from, to: to, countMax: countMax, cursor: cursor)
    }

    private static func kinds(
        _ texts: [String], of what: ReadSubject
    ) throws(ServiceRefusal) -> [String] {
        guard !texts.isEmpty, Set(texts).count == texts.count,
            texts.allSatisfy({ what.kinds.contains($0) })
        else { throw .kindsUnknown(served: what.kinds) }
        return texts
    }

    private static func time(_ text: String) throws(ServiceRefusal) -> WireTime {
        // The lenient forms of files are not the wire's.
        let isStrict = text.utf8.count >= 20 && text.hasSuffix("Z") && Array(text.utf8)[10] == 0x54
        guard isStrict, let time = WireTime(parsing: text) else { throw .timeNotUTC }
        return time
    }
}
