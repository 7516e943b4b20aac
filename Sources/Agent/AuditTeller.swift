import Publishing
import Trust

/// Tells, for an audit, of every event that was stored: which it is, where it goes, how long it is
/// and whether it is signed; never what it says.
final class AuditTeller {
    private let tell: @Sendable (String) -> Void
    private var isHeld: Bool
    private var held: (first: UInt64, last: UInt64, bytes: Int)?

    /// - Parameters:
    ///   - tell: nil where nobody asks.
    ///   - isHeld: what is stored from now on is counted, and told in one line when it is let go.
    init?(_ tell: (@Sendable (String) -> Void)?, isHeld: Bool = false) {
        guard let tell else { return nil }
        self.tell = tell
        self.isHeld = isHeld
    }

    func note(_ event: OutgoingEvent) {
        guard isHeld else { return tell(Self.text(event)) }
        held = (
            held?.first ?? event.sequence, event.sequence, (held?.bytes ?? 0) + event.payload.count
        )
    }

    func letGo() {
        isHeld = false
        guard let held else { return }
        self.held = nil
        tell("stored events \(held.first) to \(held.last) at once: \(held.bytes) bytes")
    }

    static func text(_ event: OutgoingEvent) -> String {
        let isSigned = event.headers.contains { $0.name == MessageSigner.headerName }
        return "stored event \(event.sequence) for \(event.subject): \(event.payload.count) bytes, "
            + "\(isSigned ? "signed" : "unsigned"), id \(event.id)"
    }
}
