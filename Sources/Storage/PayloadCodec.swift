/// Turns payloads into what the database file holds and back. Every payload in the store goes
/// through one; each row keeps the name of the codec that wrote it, so that a store may change
/// codecs without changing a table.
public protocol PayloadCodec: Sendable {
    /// Short, stable and never reused for another format.
    var name: String { get }
    func seal(_ payload: [UInt8]) throws -> [UInt8]
    func open(_ sealed: [UInt8]) throws -> [UInt8]
}

/// Payloads as they are.
public struct PlainCodec: PayloadCodec {
    public init() {}
    public var name: String { "plain" }
    public func seal(_ payload: [UInt8]) -> [UInt8] { payload }
    public func open(_ sealed: [UInt8]) -> [UInt8] { sealed }
}
