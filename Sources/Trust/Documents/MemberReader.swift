/// Takes a document's members out one by one, each of its type; what is left over is unknown.
struct MemberReader {
    private let object: CanonicalObject
    private var taken: Set<String> = []

    init(_ object: CanonicalObject) { self.object = object }

    private mutating func value(_ name: String) throws(Refusal) -> CanonicalValue {
        taken.insert(name)
        guard let value = object[name] else {
            throw Refusal(.memberMissing, "The member \(name) is missing.")
        }
        return value
    }

    private func wrongType(_ name: String, _ wanted: String) -> Refusal {
        Refusal(.memberType, "The member \(name) is not \(wanted).")
    }

    private func wrongValue(_ name: String) -> Refusal {
        Refusal(.memberValue, "The member \(name) has a value it cannot have.")
    }

    func has(_ name: String) -> Bool { object[name] != nil }

    /// Words a person wrote.
    mutating func words(_ name: String, _ count: ClosedRange<Int>) throws(Refusal) -> String {
        guard case .text(let text) = try value(name) else { throw wrongType(name, "a text") }
        guard count.contains(text.utf8.count) else { throw wrongValue(name) }
        return text
    }

    /// A name, id or subject.
    mutating func plain(
        _ name: String, _ count: ClosedRange<Int> = 1...128
    ) throws(Refusal) -> String {
        let text = try words(name, count)
        guard CanonicalText.isPlain(text) else { throw wrongValue(name) }
        return text
    }

    /// Base64url without padding of so many bytes.
    mutating func bytes(_ name: String, _ count: Int) throws(Refusal) -> [UInt8] {
        let text = try plain(name)
        guard let bytes = Base64URL.bytes(of: text), bytes.count == count else {
            throw wrongValue(name)
        }
        return bytes
    }

    mutating func key(_ name: String) throws(Refusal) -> MessagePublicKey {
        let bytes = try bytes(name, 32)
        guard let key = MessagePublicKey(text: Base64URL.text(of: bytes)) else {
            throw wrongValue(name)
        }
        return key
    }

    /// A SHA-256 as 64 small hexadecimal digits.
    mutating func digest(_ name: String) throws(Refusal) -> String {
        let text = try plain(name, 64...64)
        guard text.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) }) else {
            throw wrongValue(name)
        }
        return text
    }

    mutating func integer(
        _ name: String, _ range: ClosedRange<Int64> = 0...CanonicalValue.integerMax
    ) throws(Refusal) -> Int64 {
        guard case .integer(let number) = try value(name) else {
            throw wrongType(name, "a whole number")
        }
        guard range.contains(number) else { throw wrongValue(name) }
        return number
    }

    mutating func truth(_ name: String) throws(Refusal) -> Bool {
        guard case .truth(let truth) = try value(name) else {
            throw wrongType(name, "true or false")
        }
        return truth
    }

    mutating func texts(_ name: String, countMax: Int) throws(Refusal) -> [String] {
        guard case .texts(let texts) = try value(name) else {
            throw wrongType(name, "a list of texts")
        }
        guard texts.count <= countMax else { throw wrongValue(name) }
        return texts
    }

    mutating func subjects(_ name: String, countMax: Int) throws(Refusal) -> [Subject] {
        var subjects: [Subject] = []
        for text in try texts(name, countMax: countMax) {
            guard let subject = Subject(checking: text) else { throw wrongValue(name) }
            subjects.append(subject)
        }
        guard !subjects.isEmpty else { throw wrongValue(name) }
        return subjects
    }

    /// One word of an enum.
    mutating func word<Word: RawRepresentable>(
        _ type: Word.Type, _ name: String
    ) throws(Refusal) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: try plain(name)) else { throw wrongValue(name) }
        return word
    }

    mutating func object(_ name: String) throws(Refusal) -> CanonicalObject {
        guard case .object(let object) = try value(name) else {
            throw wrongType(name, "an object")
        }
        return object
    }

    func finish() throws(Refusal) {
        for name in object.names where !taken.contains(name) {
            throw Refusal(.memberUnknown, "It has a member that no such document has.")
        }
    }
}
