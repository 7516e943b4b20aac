import EventContract
import NATSPublishing
import Synchronization
import Trust

/// Signs what a service says of itself, heartbeats and status, in the header that events are signed
/// in: over the subject it is said on or asked for on, and counted from the service's start.
final class ServiceVoice: Sendable {
    private let signer: MessageSigner?
    private let count = Atomic<UInt64>(0)

    /// - Parameter signer: nil: what is said goes unsigned.
    init(_ signer: MessageSigner?) { self.signer = signer }

    func headers(
        for body: [UInt8], on subject: String, at time: WireTime
    ) -> [(name: String, value: String)] {
        guard let signer else { return [] }
        var generator = SystemRandomNumberGenerator()
        let milliseconds = time.millisecondsSince1970
        let value = signer.header(
            id: ULID(millisecondsSince1970: milliseconds, using: &generator).description,
            sequence: count.add(1, ordering: .relaxed).newValue, timeMilliseconds: milliseconds,
            subject: subject, payload: body)
        return [(MessageSigner.headerName, value)]
    }
}
