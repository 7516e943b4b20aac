/// Who this store's events come from: made once per state directory, kept for good.
public struct Instance: Sendable, Equatable {
    /// Lower-case UUID; the events' `source` is `urn:healthypi:<uuid>`.
    public let uuid: String
    /// 32 random bytes that turn a person's name into a pseudonym. Never leaves the directory.
    public let pseudonymKey: [UInt8]
    /// ms since 1970-01-01T00:00:00Z.
    public let createdMilliseconds: Int64

    public init(uuid: String, pseudonymKey: [UInt8], createdMilliseconds: Int64) {
        self.uuid = uuid
        self.pseudonymKey = pseudonymKey
        self.createdMilliseconds = createdMilliseconds
    }

    /// A fresh instance whose uuid (version 4) and key are drawn from `generator`.
    public init(createdMilliseconds: Int64, using generator: inout some RandomNumberGenerator) {
        var bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        var uuid = ""
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { uuid += "-" }
            uuid += byte < 16 ? "0" : ""
            uuid += String(byte, radix: 16)
        }
        self.init(
            uuid: uuid,
            pseudonymKey: (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) },
            createdMilliseconds: createdMilliseconds)
    }
}
