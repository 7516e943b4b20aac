import Publishing
import Trust

/// What an audit line may say of an event: which it is, where it goes, how long it is and whether it
/// is signed; never what it says.
enum AuditLine {
    static func text(_ event: OutgoingEvent) -> String {
        let isSigned = event.headers.contains { $0.name == MessageSigner.headerName }
        return "stored event \(event.sequence) for \(event.subject): \(event.payload.count) bytes, "
            + "\(isSigned ? "signed" : "unsigned"), id \(event.id)"
    }

    /// Nil where nobody asks.
    static func teller(_ tell: (@Sendable (String) -> Void)?) -> ((OutgoingEvent) -> Void)? {
        tell.map { tell in { tell(text($0)) } }
    }
}
