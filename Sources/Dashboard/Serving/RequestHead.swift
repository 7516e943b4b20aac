/// Request line and headers, read strictly: what two readers could understand differently is
/// refused.
///
/// Source: RFC 9112 sections 2 to 6, without what a page does not need: obsolete folding, bare line
///         feeds, chunked bodies, targets other than a path.
struct RequestHead: Equatable, Sendable {
    /// The path and its query, each header.
    static let targetMax = 1_024
    static let headersMax = 64

    let method: String
    /// As sent, up to the question mark; nothing is decoded.
    let path: String
    let query: String?
    /// Names in lower case, in order.
    let headers: [(name: String, value: String)]
    let contentLength: Int

    static func == (one: Self, other: Self) -> Bool {
        one.method == other.method && one.path == other.path && one.query == other.query
            && one.headers.elementsEqual(other.headers) { $0 == $1 }
            && one.contentLength == other.contentLength
    }

    /// The value of a header that may stand once; nil if it is not there, or more than once.
    subscript(_ name: String) -> String? {
        let found = headers.filter { $0.name == name }
        return found.count == 1 ? found[0].value : nil
    }

    func has(_ name: String) -> Bool { headers.contains { $0.name == name } }

    /// Whether a list such as `keep-alive, Upgrade` holds the token.
    func lists(_ token: String, in name: String) -> Bool {
        headers.filter { $0.name == name }.contains { entry in
            entry.value.split(separator: ",").contains { part in
                Self.trimmed(part.utf8).lowercased() == token
            }
        }
    }

    /// - Parameters:
    ///   - bytes: up to and with the empty line.
    ///   - bodyBytes: what a body may have at most.
    init(_ bytes: ArraySlice<UInt8>, bodyBytes: Int) throws(HeadProblem) {
        var lines = try Self.lines(of: bytes)[...]
        guard let first = lines.popFirst() else { throw .malformed }
        let parts = first.split(separator: 0x20, omittingEmptySubsequences: false)
        guard parts.count == 3, Self.isToken(parts[0]) else { throw .malformed }
        method = String(decoding: parts[0], as: UTF8.self)
        guard parts[1].count <= Self.targetMax else { throw .targetTooLong }
        guard parts[1].first == 0x2F, parts[1].allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .malformed
        }
        let target = parts[1].split(
            separator: 0x3F, maxSplits: 1, omittingEmptySubsequences: false)
        path = String(decoding: target[0], as: UTF8.self)
        query = target.count > 1 ? String(decoding: target[1], as: UTF8.self) : nil
        switch String(decoding: parts[2], as: UTF8.self) {
        case "HTTP/1.1": break
        case let text where text.hasPrefix("HTTP/"): throw .versionUnknown
        default: throw .malformed
        }
        guard lines.count <= Self.headersMax else { throw .headTooLarge }
        var headers: [(name: String, value: String)] = []
        for line in lines { headers.append(try Self.header(line)) }
        self.headers = headers
        contentLength = try Self.contentLength(headers, atMost: bodyBytes)
    }

    private static func lines(
        of bytes: ArraySlice<UInt8>
    ) throws(HeadProblem) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = bytes.startIndex
        var index = start
        while index < bytes.endIndex {
            switch bytes[index] {
            case 0x0D:
                guard index + 1 < bytes.endIndex, bytes[index + 1] == 0x0A else {
                    throw .malformed
                }
                if index == start {
                    guard index + 2 == bytes.endIndex else { throw .malformed }
                    return lines
                }
                lines.append(bytes[start..<index])
                start = index + 2
                index = start
            case 0x0A, 0x00: throw .malformed
            default: index += 1
            }
        }
        throw .malformed
    }

    private static func header(
        _ line: ArraySlice<UInt8>
    ) throws(HeadProblem) -> (name: String, value: String) {
        guard let colon = line.firstIndex(of: 0x3A), isToken(line[..<colon]) else {
            throw .malformed
        }
        let value = line[(colon + 1)...]
        guard value.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }) else {
            throw .malformed
        }
        return (String(decoding: line[..<colon], as: UTF8.self).lowercased(), trimmed(value))
    }

    /// A length stated twice, or beside another framing, is how requests are smuggled.
    private static func contentLength(
        _ headers: [(name: String, value: String)], atMost limit: Int
    ) throws(HeadProblem) -> Int {
        guard !headers.contains(where: { $0.name == "transfer-encoding" }) else {
            throw .chunked
        }
        let stated = headers.filter { $0.name == "content-length" }
        guard let text = stated.first?.value else { return 0 }
        guard stated.count == 1, !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39) ~= $0 })
        else { throw .malformed }
        guard let length = Int(text), length <= limit else { throw .bodyTooLarge }
        return length
    }

    private static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty
            && bytes.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    private static func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> String {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        let front = bytes.drop(while: isSpace)
        guard let last = front.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(decoding: front[...last], as: UTF8.self)
    }
}
