/// What the control port says in CBOR (RFC 8949): the few kinds that its maps use.
public indirect enum CBORValue: Equatable, Sendable {
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
    case bool(Bool)
    case null
    case array([CBORValue])
    /// Keys in the order in which they came.
    case map([CBORPair])

    public static let emptyMap = CBORValue.map([])

    /// The value of a map's key; nil if this is no map or has no such key.
    public subscript(key: String) -> CBORValue? {
        guard case .map(let pairs) = self else { return nil }
        return pairs.first { $0.key == key }?.value
    }

    var integer: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    var text: String? {
        if case .text(let value) = self { value } else { nil }
    }

    var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }
}

public struct CBORPair: Equatable, Sendable {
    public let key: String
    public let value: CBORValue

    public init(_ key: String, _ value: CBORValue) {
        self.key = key
        self.value = value
    }
}
