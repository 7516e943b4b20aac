extension MessageStatement {
    /// Reads exactly what `bytes` writes: nil for anything that could be written another way.
    init?(_ bytes: [UInt8]) {
        var rest = bytes[...]
        guard Self.take("{\"agent\":", &rest), let agent = Self.takeText(&rest),
            Self.take(",\"id\":", &rest), let id = Self.takeText(&rest),
            Self.take(",\"kid\":", &rest), let kid = Self.takeText(&rest)
        else { return nil }
        var request: String?
        if Self.take(",\"re\":", &rest) {
            guard let text = Self.takeText(&rest) else { return nil }
            request = text
        }
        guard Self.take(",\"seq\":", &rest), let digits = Self.takeText(&rest),
            let sequence = UInt64(digits),
            Self.take(",\"sha256\":", &rest), let hash = Self.takeText(&rest),
            Self.take(",\"subject\":", &rest), let subject = Self.takeText(&rest),
            Self.take(",\"ts\":", &rest), rest.last == UInt8(ascii: "}"),
            let time = Int64(String(decoding: rest.dropLast(), as: UTF8.self))
        else { return nil }
        self.init(
            agent: agent, id: id, sequence: sequence, timeMilliseconds: time, subject: subject,
            payloadHash: hash, keyIdentifier: kid, request: request)
        guard self.bytes == bytes else { return nil }
    }

    private static func take(_ text: String, _ rest: inout ArraySlice<UInt8>) -> Bool {
        let expected = Array(text.utf8)
        guard rest.starts(with: expected) else { return false }
        rest = rest.dropFirst(expected.count)
        return true
    }

    private static func takeText(_ rest: inout ArraySlice<UInt8>) -> String? {
        guard rest.first == UInt8(ascii: "\""),
            let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "\""))
        else { return nil }
        let text = String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self)
        rest = rest[(end + 1)...]
        return text.unicodeScalars.allSatisfy(isPlain) ? text : nil
    }
}
