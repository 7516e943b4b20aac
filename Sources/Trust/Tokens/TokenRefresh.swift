/// When an agent asks for its next token: at two thirds of the life of the one it holds.
///
/// Without I/O: events in, actions out. The agent performs them and calls again at `nextTime`.
public struct TokenRefresh: Sendable, Equatable {
    public enum Event: Equatable, Sendable {
        /// Time has passed.
        case tick
        /// A token came, and was checked.
        case issued(id: String, start: Int64, expiration: Int64)
        /// The issuer said no.
        case refused(Rule)
    }

    public enum Action: Equatable, Sendable {
        case request
        /// From now on with this token.
        case use(id: String)
        /// Publish nothing more: `degraded:no_token`. Acquisition and storage go on.
        case stop(Rule)
    }

    private struct Held: Equatable, Sendable {
        let id: String
        let start, expiration: Int64
        /// Two thirds of its life, rounded up.
        var renewal: Int64 { start + ((expiration - start) * 2 + 2) / 3 }
    }

    /// s between attempts: 5, 10, 20, 40, then 60.
    private static let firstWait: Int64 = 5
    private static let waitMax: Int64 = 60

    private var held: Held?
    private var attempts = 0
    private var lastRequest: Int64?

    public init() {}

    public var tokenIdentifier: String? { held?.id }

    /// The second at which something is to be done next.
    public var nextTime: Int64? {
        let retry = lastRequest.map { $0 + wait }
        guard let held else { return retry }
        return min(retry ?? held.renewal, held.expiration)
    }

    private var wait: Int64 {
        min(Self.firstWait << Int64(min(max(attempts - 1, 0), 4)), Self.waitMax)
    }

    public mutating func handle(_ event: Event, at clock: ClockReading) -> [Action] {
        switch event {
        case .issued(let id, let start, let expiration):
            held = Held(id: id, start: start, expiration: expiration)
            (attempts, lastRequest) = (0, nil)
            return [.use(id: id)]
        case .refused(let rule):
            // What ends the token at hand ends it now; what only says no to a new one does not.
            guard [.tokenRevoked, .epochRevoked, .keyRevoked].contains(rule), held != nil else {
                return []
            }
            held = nil
            return [.stop(rule)]
        case .tick:
            return tick(clock)
        }
    }

    private mutating func tick(_ clock: ClockReading) -> [Action] {
        var actions: [Action] = []
        if let held, clock.isTrusted, clock.seconds >= held.expiration {
            self.held = nil
            actions.append(.stop(.expired))
        }
        let isDue = held.map { clock.isTrusted && clock.seconds >= $0.renewal } ?? true
        // A clock set back must not put off the next attempt for ever.
        let waited = lastRequest.map {
            clock.seconds >= $0 + wait || clock.seconds < $0 - wait
        }
        if isDue, waited ?? true {
            attempts += 1
            lastRequest = clock.seconds
            actions.append(.request)
        }
        return actions
    }
}
