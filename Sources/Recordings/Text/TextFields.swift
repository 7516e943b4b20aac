extension StringProtocol {
    /// Without white space at its ends.
    var trimmed: String {
        var part = Substring(self)
        while let first = part.first, first.isWhitespace { part.removeFirst() }
        while let last = part.last, last.isWhitespace { part.removeLast() }
        return String(part)
    }

    /// What stands before the first `mark`, and what stands after it if there is one.
    func cut(at mark: Character) -> (before: String, after: String?) {
        guard let place = firstIndex(of: mark) else { return (String(self), nil) }
        return (String(self[..<place]), String(self[index(after: place)...]))
    }
}

extension Double {
    /// A finite decimal number: no `nan`, no `inf`, no hexadecimal.
    init?(decimal text: String) {
        let isDecimal = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "+"), UInt8(ascii: "e"), UInt8(ascii: "E"):
                true
            default: false
            }
        }
        guard isDecimal, let value = Double(text), value.isFinite else { return nil }
        self = value
    }
}
