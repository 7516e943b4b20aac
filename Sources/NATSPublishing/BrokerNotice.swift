public import Publishing

/// What a connection to a broker has to say apart from its messages.
public enum BrokerNotice: Sendable, Equatable {
    /// Connected, and what was subscribed to is subscribed to again.
    case connected
    /// The connection could not be made or ended; the next one is made after the wait.
    case waiting(seconds: Double, because: PublishingError)
    /// A message was not taken: publishing on this subject is not permitted.
    case publishRefused(subject: String)
    /// Nothing arrives on this subject: subscribing to it is not permitted, or no longer.
    case subscriptionRefused(subject: String)
    /// Messages came faster than they were taken; so many of the oldest are gone.
    case dropped(subject: String, count: Int)
    case stopped
}
