import EventContract
public import Storage
import Synchronization
import Trust

/// Whom an agent believes, by which clock, and what it has decided: one place for what it answers and
/// for what persons approve.
///
/// Keys and revocations come from this machine's own files, looked at again when they change, at most
/// once a second. The newest list of revocations is kept in the state directory: a restart, or an older
/// file copied back, does not forget what was revoked, and the time it was signed at has surely passed.
public final class AgentTrust: Sendable {
    /// Whose signatures count, and what no longer does.
    struct Keys: Sendable {
        var keyring: Keyring
        var revocations = Revocations()
    }

    private struct State {
        var judge: ClockJudge
        var keys: Keys?
        /// The newest list as it was signed.
        var list: [UInt8]?
        /// Of the list in the state directory.
        var keptSequence: Int64 = 0
        var stamp: [String] = []
        var looked: Duration?
        var log: DecisionLog
    }

    static let listName = "revocations.json"
    private static let lookEvery = Duration.seconds(1)
    /// 2026-01-01T00:00:00Z: the program is younger than that.
    private static let floorMilliseconds: Int64 = 1_767_225_600_000

    /// Nil where there is no realm, and so nobody whose word counts.
    public let granting: GrantingOptions?
    private let clock: any ServiceClock
    private let believesClock: Bool
    /// Nil where plain tokens do not count.
    let plainRule: TokenVerifier.PlainRule?
    private let folder: TrustFolder?
    private let kept: StateFile?
    private let tell: @Sendable (String) -> Void
    private let state: Mutex<State>

    /// - Parameters:
    ///   - directory: a state directory with a store in it.
    ///   - believesClock: a clock that the kernel does not call synchronised as well. It must still not
    ///     step, nor show a time that has passed.
    ///   - isReplica: it reads what another process keeps.
    ///   - tell: gets what a person should know.
    /// - Throws: `TrustFolderError` if what grants is not there.
    public convenience init(
        _ granting: GrantingOptions?, directory: String, believesClock: Bool,
        isReplica: Bool = false, tell: @escaping @Sendable (String) -> Void
    ) throws(TrustFolderError) {
        try self.init(
            granting, directory: directory, believesClock: believesClock, isReplica: isReplica,
            clock: SystemServiceClock(), tell: tell)
    }

    init(
        _ granting: GrantingOptions?, directory: String, believesClock: Bool,
        isReplica: Bool = false, clock: any ServiceClock,
        tell: @escaping @Sendable (String) -> Void
    ) throws(TrustFolderError) {
        self.granting = granting
        self.clock = clock
        self.believesClock = believesClock
        self.tell = tell
        let folder = granting.map { TrustFolder(path: $0.folder) }
        self.folder = folder
        plainRule =
            if let folder, granting?.takesPlain == true {
                .init(issuer: try folder.publicKey("issuer"))
            } else {
                nil
            }
        var decisions: BoundedLog?
        var list: StateFile?
        do throws(StorageError) {
            decisions = try BoundedLog(
                directory: directory, name: DecisionLog.name, bytesMax: DecisionLog.bytesMax)
            list = try StateFile(
                directory: directory, name: Self.listName, bytesMax: Revocations.lengthMax)
        } catch {
            tell("Decisions are not kept: \(error)")
        }
        kept = isReplica ? nil : list
        var state = State(
            judge: ClockJudge(floorMilliseconds: Self.floorMilliseconds),
            log: DecisionLog(decisions, tell: tell))
        if let folder {
            state.stamp = folder.stamp()
            var keys = Keys(keyring: try folder.keyring())
            // One of another realm, or a damaged one, is not believed, and says nothing. Its time is
            // a floor for the clock, so no clock is asked about it yet.
            let unasked = ClockReading(milliseconds: 0, distrust: .notSynchronised)
            if let bytes = try? list?.read(),
                (try? keys.revocations.take(bytes, keys.keyring, at: unasked)) != nil
            {
                state.judge.learn(keys.revocations)
                state.list = bytes
                state.keptSequence = keys.revocations.sequence
            }
            state.looked = clock.now()
            state.keys = keys
        }
        self.state = Mutex(state)
        guard let folder else { return }
        let found = try folder.list()
        do throws(Refusal) {
            try take(found, at: reading())
        } catch  where error.rule == .revocationsRollback {
            tell("\(folder.wrongList(error))")
        } catch {
            throw folder.wrongList(error)
        }
    }

    /// Whether an agent of a realm has run on a state directory: then persons approve there.
    ///
    /// - Throws: when that cannot be known.
    public static func isInRealm(directory: String) throws(StorageError) -> Bool {
        try StateFile(
            directory: directory, name: listName, bytesMax: Revocations.lengthMax
        ).read() != nil
    }

    /// The time, and whether it may be believed.
    func reading() -> ClockReading { state.withLock { reading(&$0) } }

    private func reading(_ state: inout State) -> ClockReading {
        clock.judged(by: &state.judge, believing: believesClock)
    }

    /// ms of a clock that is never set.
    var milliseconds: Int64 { clock.milliseconds }

    /// As they are now; nil where there is no realm.
    func keys() -> Keys? {
        state.withLock { state in
            look(&state)
            date(&state)
            return state.keys
        }
    }

    /// Taken in before the clock was trusted a list makes no claim to be fresh; once it is, it may.
    private func date(_ state: inout State) {
        guard var keys = state.keys, keys.revocations.time != keys.revocations.signed,
            let list = state.list
        else { return }
        let reading = reading(&state)
        guard reading.isTrusted else { return }
        var dated = Revocations()
        guard (try? dated.take(list, keys.keyring, at: reading)) != nil else { return }
        keys.revocations = dated
        adopt(keys, list, &state)
    }

    /// What cannot be read changes nothing: what is known goes on counting, and a person is told.
    private func look(_ state: inout State) {
        guard let folder, var keys = state.keys,
            state.looked.map({ clock.now() - $0 >= Self.lookEvery }) ?? true
        else { return }
        state.looked = clock.now()
        let seen = folder.stamp()
        guard seen != state.stamp else { return }
        state.stamp = seen
        do throws(TrustFolderError) {
            keys.keyring = try folder.keyring()
            // The keyring counts, whatever becomes of the list beside it.
            state.keys = keys
            let list = try folder.list()
            do throws(Refusal) {
                try keys.revocations.take(list, keys.keyring, at: reading(&state))
            } catch {
                throw folder.wrongList(error)
            }
            adopt(keys, list, &state)
        } catch {
            tell("\(error)")
        }
    }

    /// Takes in a list of revocations, wherever it came from: it counts by its signature.
    ///
    /// - Throws: why it changes nothing.
    func take(_ list: [UInt8], at clock: ClockReading) throws(Refusal) {
        try state.withLock { state throws(Refusal) in
            guard var keys = state.keys else {
                throw Refusal(.keyUnknown, "Nothing that grants is known here.")
            }
            try keys.revocations.take(list, keys.keyring, at: clock)
            adopt(keys, list, &state)
        }
    }

    private func adopt(_ keys: Keys, _ list: [UInt8], _ state: inout State) {
        (state.keys, state.list) = (keys, list)
        let revocations = keys.revocations
        // Only what a trusted clock has dated: a list from the future must not set the floor.
        guard revocations.time == revocations.signed else { return }
        state.judge.learn(revocations)
        guard let kept, revocations.sequence > state.keptSequence else { return }
        state.keptSequence = revocations.sequence
        do throws(StorageError) {
            try kept.replace(list)
        } catch {
            tell("The list of revocations is not kept: \(error)")
        }
    }

    /// A line in `decisions.jsonl`.
    func keep(_ decision: PolicyEvaluation, at clock: ClockReading) {
        state.withLock { $0.log.keep(decision, at: clock) }
    }
}

extension ClockJudge {
    /// A list may be a minute early, for clocks that differ.
    fileprivate mutating func learn(_ revocations: Revocations) {
        if let signed = revocations.signed { learn(milliseconds: (signed - 60) * 1_000) }
    }
}
