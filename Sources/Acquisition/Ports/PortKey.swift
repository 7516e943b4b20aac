/// Which device at which socket: the same after a replug, whatever name the node then gets.
///
/// It holds the serial number, which identifies a person's board, so its description does not.
public struct PortKey: Hashable, Sendable {
    /// Whole; not for logs and not for the wire.
    public let text: String

    init(_ text: String) { self.text = text }
}

extension PortKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "a port" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
