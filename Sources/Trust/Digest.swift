import Crypto

/// SHA-256 over whatever is fed to it. A value: copy it to read a digest and go on.
public struct Digest: Sendable {
    private var hasher = SHA256()

    public init() {}

    public mutating func update(_ bytes: [UInt8]) { hasher.update(data: bytes) }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        hasher.update(bufferPointer: bytes)
    }

    /// Whole numbers as little-endian Int32, the form in which claims name their inputs.
    public mutating func update(littleEndian values: [Int32]) {
        let ordered = values.map(\.littleEndian)
        ordered.withUnsafeBytes { hasher.update(bufferPointer: $0) }
    }

    /// The digest so far as 64 hexadecimal digits.
    public var hexadecimal: String { Hexadecimal.text(of: Array(hasher.finalize())) }
}

enum Hexadecimal {
    static func text(of bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
