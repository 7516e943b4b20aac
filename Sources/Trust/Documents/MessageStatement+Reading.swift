extension MessageStatement {
    /// Reads exactly what `bytes` writes: nil for anything that could be written another way.
    init?(_ bytes: [UInt8]) {
        do throws(Refusal) {
            var reader = MemberReader(
                try CanonicalReader.object(bytes, lengthMax: MessageVerifier.headerLengthMax))
            let digits = try reader.plain("seq", 20...20)
            let request = reader.has("re") ? try reader.plain("re", Self.lengths) : nil
            let isNumber = digits.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
            guard isNumber, let sequence = UInt64(digits) else { return nil }
            self.init(
                agent: try reader.plain("agent", Self.lengths),
                id: try reader.plain("id", Self.lengths), sequence: sequence,
                timeMilliseconds: try reader.integer(
                    "ts", -CanonicalValue.integerMax...CanonicalValue.integerMax),
                subject: try reader.plain("subject", Self.lengths),
                payloadHash: try reader.plain("sha256", Self.lengths),
                keyIdentifier: try reader.plain("kid", Self.lengths), request: request)
            try reader.finish()
        } catch {
            return nil
        }
    }

    /// The header's own length is the bound.
    private static let lengths = 0...MessageVerifier.headerLengthMax
}
