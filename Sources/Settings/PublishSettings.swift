/// What leaves the machine, and to where.
public struct PublishSettings: Equatable, Sendable {
    /// The most confidential label that may leave. `restricted` (beats and waveforms) never does.
    public enum Ceiling: String, CaseIterable, Sendable {
        case `public`
        case `internal`
        case confidential
    }

    /// `nats://` or `tls://`, may hold a login: never print it. Nil publishes nowhere.
    public var broker: String?
    /// A member's folder of a realm, with its keys and certificate; nil to log in as the address
    /// says.
    public var login: String?
    /// The certificate that must have signed the broker's; nil for the realm's own.
    public var authority: String?
    public var ceiling = Ceiling.confidential
    /// The most confidential label that Home Assistant is told of; nil to tell it nothing.
    public var homeAssistant: Ceiling?
    /// How long the end of the service waits for the broker's acknowledgements, seconds.
    public var drainSeconds = 30.0

    public init() {}
}
