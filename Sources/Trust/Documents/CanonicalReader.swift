/// Reads exactly what `CanonicalObject` writes; everything else is refused by name.
struct CanonicalReader {
    private let bytes: [UInt8]
    private var index = 0
    private var depth = 0
    private let depthMax: Int
    /// All printable ASCII, as nearly every document is: its texts need no second look.
    private let isPlain: Bool

    /// - Parameter depthMax: 1 for members only, 2 for objects among them.
    static func object(
        _ bytes: [UInt8], lengthMax: Int, depthMax: Int = 1
    ) throws(Refusal) -> CanonicalObject {
        guard bytes.count <= lengthMax else {
            throw Refusal(.tooLong, "It has \(bytes.count) bytes; \(lengthMax) at most.")
        }
        var reader = CanonicalReader(bytes, depthMax: depthMax)
        guard reader.next == UInt8(ascii: "{") else {
            throw Refusal(
                reader.next == nil ? .cutShort : .notAnObject, "It does not begin with {.")
        }
        let object = try reader.object()
        guard reader.index == bytes.count else {
            throw Refusal(.trailingBytes, "Something stands behind the last }.")
        }
        // Belt and braces: there is one way to write it, and this is it.
        guard object.bytes == bytes else { throw Refusal(.textForm, "It is not canonical.") }
        return object
    }

    private init(_ bytes: [UInt8], depthMax: Int) {
        self.bytes = bytes
        self.depthMax = depthMax
        isPlain = bytes.allSatisfy { 0x20 <= $0 && $0 < 0x7F }
    }

    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func take(_ byte: Character, else rule: Rule = .notAnObject) throws(Refusal) {
        guard let next else { throw cutShort() }
        guard next == byte.asciiValue else { throw unexpected(next, rule, "\(byte) is missing") }
        index += 1
    }

    private func cutShort() -> Refusal { Refusal(.cutShort, "It ends in the middle.") }

    private func unexpected(_ byte: UInt8, _ rule: Rule, _ what: String) -> Refusal {
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D: Refusal(.whiteSpace, "White space at byte \(index).")
        default: Refusal(rule, "\(what) at byte \(index).")
        }
    }

    private mutating func object() throws(Refusal) -> CanonicalObject {
        guard depth < depthMax else {
            throw Refusal(.memberType, "An object at byte \(index), where none may stand.")
        }
        depth += 1
        defer { depth -= 1 }
        var object = CanonicalObject()
        try take("{")
        var last: String?
        while next != UInt8(ascii: "}") {
            if last != nil { try take(",") }
            let name = try text()
            if let last {
                guard name != last, object[name] == nil else {
                    throw Refusal(.memberTwice, "A member is there twice.")
                }
                guard last.utf8.lexicographicallyPrecedes(name.utf8) else {
                    throw Refusal(.memberOrder, "The members are not in the order of their names.")
                }
            }
            try take(":")
            object[name] = try value()
            last = name
        }
        try take("}")
        return object
    }

    private mutating func value() throws(Refusal) -> CanonicalValue {
        guard let next else { throw cutShort() }
        switch next {
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "["): return .texts(try texts())
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return .integer(try integer())
        case UInt8(ascii: "t"): return .truth(try word("true", true))
        case UInt8(ascii: "f"): return .truth(try word("false", false))
        default: throw unexpected(next, .memberType, "No value")
        }
    }

    private mutating func word(_ word: String, _ truth: Bool) throws(Refusal) -> Bool {
        for character in word { try take(character, else: .memberType) }
        return truth
    }

    private mutating func texts() throws(Refusal) -> [String] {
        var texts: [String] = []
        try take("[")
        while next != UInt8(ascii: "]") {
            if !texts.isEmpty { try take(",", else: .memberType) }
            guard next != nil else { throw cutShort() }
            texts.append(try text())
        }
        try take("]", else: .memberType)
        return texts
    }

    private mutating func integer() throws(Refusal) -> Int64 {
        let start = index
        if next == UInt8(ascii: "-") { index += 1 }
        let first = index
        while let next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) { index += 1 }
        let digits = bytes[first..<index]
        let isOneForm =
            digits.first != UInt8(ascii: "0") || digits.count == 1 && first == start
        let continues = next.map { ".eE+-".utf8.contains($0) } ?? false
        guard isOneForm, !digits.isEmpty, !continues,
            let value = Int64(String(decoding: bytes[start..<index], as: UTF8.self)),
            (-CanonicalValue.integerMax...CanonicalValue.integerMax).contains(value)
        else { throw Refusal(.numberForm, "A number at byte \(start) is no plain whole number.") }
        return value
    }

    private mutating func text() throws(Refusal) -> String {
        try take("\"", else: .memberType)
        let end = bytes[index...].firstIndex(of: UInt8(ascii: "\"")) ?? bytes.endIndex
        let plain = bytes[index..<end]
        guard end < bytes.endIndex, !plain.contains(UInt8(ascii: "\\")) else {
            return try allowed(try escaped())
        }
        index = end + 1
        return try allowed(Array(plain))
    }

    /// The bytes of a text that holds escapes.
    private mutating func escaped() throws(Refusal) -> [UInt8] {
        var content: [UInt8] = []
        while true {
            guard let byte = next else { throw cutShort() }
            index += 1
            if byte == UInt8(ascii: "\"") { return content }
            guard byte == UInt8(ascii: "\\") else {
                content.append(byte)
                continue
            }
            guard let escaped = next else { throw cutShort() }
            guard escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "\\") else {
                throw Refusal(.textForm, "An escape at byte \(index) that need not be one.")
            }
            content.append(escaped)
            index += 1
        }
    }

    private func allowed(_ content: [UInt8]) throws(Refusal) -> String {
        if isPlain { return String(decoding: content, as: UTF8.self) }
        guard let text = String(validating: content, as: UTF8.self),
            text.unicodeScalars.allSatisfy(CanonicalText.isAllowed)
        else { throw Refusal(.textForm, "A text before byte \(index) holds what none may hold.") }
        return text
    }
}
