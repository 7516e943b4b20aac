import EventContract
import Trust

/// The guard of requests together with where its keys and revocations come from: looked at again
/// when the files change, at most once a second.
struct TrustKeeper: Sendable {
    private static let lookEvery = Duration.seconds(1)

    private let options: GrantingOptions
    private let folder: TrustFolder
    private let tell: @Sendable (String) -> Void
    private var requests: RequestGuard
    /// Whether a time has been believed since the start: what was said before it does not count.
    private var hasStarted: Bool
    private var stamp: [String]
    private var looked: Duration

    /// - Parameter audience: this agent's name.
    init(
        _ options: GrantingOptions, audience: String, at clock: ClockReading, now: Duration,
        tell: @escaping @Sendable (String) -> Void
    ) throws(TrustFolderError) {
        self.options = options
        self.tell = tell
        folder = TrustFolder(path: options.folder)
        stamp = folder.stamp()
        looked = now
        let keyring = try folder.keyring()
        var revocations = Revocations()
        try folder.update(&revocations, keyring, at: clock)
        let plain: TokenVerifier.PlainRule? =
            options.takesPlain ? .init(issuer: try folder.publicKey("issuer")) : nil
        let tokens = TokenVerifier(
            audience: audience, issuer: options.issuer, keyring: keyring,
            ceilings: options.ceilings, revocations: revocations, plain: plain)
        hasStarted = clock.isTrusted
        requests = RequestGuard(
            tokens, seen: ReplayMemory(since: clock.isTrusted ? clock.milliseconds : .min))
    }

    /// - Parameter judge: learns the times that the issuer signed.
    mutating func check(
        _ shown: ShownRequest, at clock: ClockReading, now: Duration,
        learning judge: inout ClockJudge
    ) throws(Refusal) -> RequestGuard.Grant {
        if now - looked >= Self.lookEvery { look(at: clock, now: now) }
        if let time = requests.tokens.revocations.time { judge.learn(milliseconds: time * 1_000) }
        if !hasStarted, clock.isTrusted {
            hasStarted = true
            requests = RequestGuard(
                requests.tokens, seen: ReplayMemory(since: clock.milliseconds))
        }
        return try requests.check(shown, label: .public, at: clock)
    }

    /// What cannot be read changes nothing: what is known goes on counting, and a person is told.
    private mutating func look(at clock: ClockReading, now: Duration) {
        looked = now
        let seen = folder.stamp()
        guard seen != stamp else { return }
        stamp = seen
        do throws(TrustFolderError) {
            let keyring = try folder.keyring()
            var revocations = requests.tokens.revocations
            try folder.update(&revocations, keyring, at: clock)
            requests.tokens.keyring = keyring
            requests.tokens.revocations = revocations
        } catch {
            tell("\(error)")
        }
    }
}
