/// A JSON object of texts, whole numbers and lists of texts, read strictly: printable ASCII, no
/// escapes, nothing nested, nothing after it. All that requests need; every other text is refused.
///
/// Members come as they stand, twice if they stand there twice.
enum FlatObject {
    struct Member: Equatable, Sendable {
        let name: String
        let value: Value
    }

    enum Value: Equatable, Sendable {
        case text(String)
        case whole(Int)
        case texts([String])
    }

    /// Not such an object, from this byte on.
    struct Problem: Error, Equatable {
        let place: Int
    }

    static let membersMax = 16
    static let textsMax = 64

    static func read(_ bytes: [UInt8]) throws(Problem) -> [Member] {
        var reader = Reader(bytes: bytes)
        let members = try reader.object()
        reader.skipSpace()
        guard reader.next == bytes.count else { throw Problem(place: reader.next) }
        return members
    }

    private struct Reader {
        let bytes: [UInt8]
        var next = 0

        private var problem: Problem { Problem(place: next) }
        private var byte: UInt8? { next < bytes.count ? bytes[next] : nil }

        mutating func skipSpace() {
            while let byte, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { next += 1 }
        }

        private mutating func skip(_ character: Unicode.Scalar) -> Bool {
            skipSpace()
            guard byte == UInt8(ascii: character) else { return false }
            next += 1
            return true
        }

        mutating func object() throws(Problem) -> [Member] {
            guard skip("{") else { throw problem }
            var members: [Member] = []
            if skip("}") { return members }
            repeat {
                guard members.count < membersMax else { throw problem }
                let name = try text()
                guard skip(":") else { throw problem }
                members.append(Member(name: name, value: try value()))
            } while skip(",")
            guard skip("}") else { throw problem }
            return members
        }

        private mutating func value() throws(Problem) -> Value {
            skipSpace()
            switch byte {
            case UInt8(ascii: "\""): return .text(try text())
            case UInt8(ascii: "["): return .texts(try texts())
            default: return .whole(try whole())
            }
        }

        private mutating func texts() throws(Problem) -> [String] {
            guard skip("[") else { throw problem }
            var texts: [String] = []
            if skip("]") { return texts }
            repeat {
                guard texts.count < textsMax else { throw problem }
                texts.append(try text())
            } while skip(",")
            guard skip("]") else { throw problem }
            return texts
        }

        private mutating func text() throws(Problem) -> String {
            guard skip("\"") else { throw problem }
            let start = next
            while let byte, byte != UInt8(ascii: "\"") {
                guard (0x20...0x7E).contains(byte), byte != UInt8(ascii: "\\") else {
                    throw problem
                }
                next += 1
            }
            guard byte != nil else { throw problem }
            defer { next += 1 }
            return String(decoding: bytes[start..<next], as: UTF8.self)
        }

        private mutating func whole() throws(Problem) -> Int {
            let start = next
            while let byte, (0x30...0x39).contains(byte) { next += 1 }
            let digits = bytes[start..<next]
            guard (1...15).contains(digits.count), digits.count == 1 || digits.first != 0x30,
                let number = Int(String(decoding: digits, as: UTF8.self))
            else {
                next = start
                throw problem
            }
            return number
        }
    }
}
