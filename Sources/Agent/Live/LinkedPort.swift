import Acquisition
import DeviceProtocols

/// One port that a source wants, through all its openings: performs what `PortLink` decides.
final class LinkedPort {
    /// What happened, for whoever runs the session.
    enum News {
        case opened
        case recognised(BoardProfile, held: [ArrivedBytes])
        case bytes(LiveBoard, [ArrivedBytes])
        case refused(why: String)
        case controlled
        case notice(String)
        /// The way to the board has closed; the board may come back.
        case closed
    }

    let source: LiveSource
    /// For people.
    private(set) var place: String
    private(set) var identity: PortIdentity?
    /// Why it could not be opened, the last time it was tried.
    private(set) var openError: PortError?
    private(set) var connection: LiveConnection?
    /// The board whose bytes come from here; stays through a replug.
    var board: LiveBoard?
    private var machine: PortLink
    /// The device at the socket that is looked for; nil for a path.
    private(set) var key: PortKey?
    /// The node or link that the user named; nil for a device.
    let path: String?
    private let asksUnknown: Bool
    private let onlySimulated: Bool
    private var now = 0.0

    /// - Parameters:
    ///   - asksUnknown: a port of which nothing is known may be asked whether it is the control port
    ///     of a HealthyPi 6.
    ///   - onlySimulated: what is no pseudo-terminal is not opened.
    init(
        _ wish: PortWish, place: String, source: LiveSource, asksUnknown: Bool,
        onlySimulated: Bool = false
    ) {
        self.source = source
        self.place = place
        self.asksUnknown = asksUnknown
        self.onlySimulated = onlySimulated
        machine = PortLink(wish)
        key = if case .key(let key) = wish { key } else { nil }
        path = if case .path(let path) = wish { path } else { nil }
    }

    /// Whether a port that is plugged in is this one, or is named by the user as this one.
    func stands(for identity: PortIdentity) -> Bool {
        if let key, key == identity.stableKey { return true }
        if let path { return identity.node == path || identity.links.contains(path) }
        return false
    }

    /// A board was here, and is unplugged.
    var isAway: Bool {
        if case .gone = machine.state { true } else { false }
    }

    func isSameDevice(_ other: PortIdentity) -> Bool {
        machine.board.map { $0.isSameDevice(as: other) } ?? false
    }

    /// The board is in another socket now.
    func follow(_ key: PortKey) { self.key = key }

    /// Tells of a port that came, changed or left.
    func note(_ event: PortLinkEvent, at now: Double) -> [News] {
        self.now = now
        return perform(machine.handle(event, at: instant))
    }

    /// - Parameter onBytes: gets what came, as it came.
    func step(at now: Double, onBytes: ([UInt8]) throws -> Void = { _ in }) rethrows -> [News] {
        self.now = now
        var news: [News] = []
        if let connection {
            let before = connection.byteCount
            let step = try connection.step(at: now, onBytes: onBytes)
            if connection.byteCount > before { news += handle(.bytesArrived) }
            news += take(step)
        }
        return news + handle(.tick)
    }

    /// What has come and was not looked at, before the session ends.
    func conclude(at now: Double) -> [News] {
        self.now = now
        return connection.map { take($0.concluded(at: now)) } ?? []
    }

    func stream(to board: LiveBoard) {
        self.board = board
        connection?.stream(to: board)
    }

    /// It cannot be used in this session.
    func refuse() -> [News] {
        connection?.refuse()
        return handle(.refused)
    }

    func askToStop() { connection?.askToStop() }

    func close() {
        connection?.close()
        connection = nil
    }

    private var instant: MonotonicInstant { MonotonicInstant(nanoseconds: Int64(now * 1e9)) }

    private func handle(_ event: PortLinkEvent) -> [News] {
        perform(machine.handle(event, at: instant))
    }

    private func take(_ step: LiveConnection.Step) -> [News] {
        switch step {
        case .nothing: return []
        case .recognised(let profile, let held):
            return handle(.recognised) + [.recognised(profile, held: held)]
        case .bytes(let board, let arrived): return [.bytes(board, arrived)]
        case .unknown(let why):
            return [.refused(why: why)] + handle(.notRecognised)
        case .refused(let why): return [.refused(why: why)] + refuse()
        case .streamStarted: return handle(.recognised) + [.controlled]
        case .ended(.removed): return handle(.readingEnded(.removed))
        case .ended(.failed(let code)): return handle(.readingEnded(.failed(errno: code)))
        }
    }

    private func perform(_ actions: [PortLinkAction]) -> [News] {
        var news: [News] = []
        for action in actions {
            switch action {
            case .open(let identity, let rate): news += open(identity, rate)
            case .close:
                connection?.close()
                connection = nil
                news.append(.closed)
            case .beginSession, .resumeSession: break
            case .say(let notice): news.append(.notice(notice.text))
            }
        }
        return news
    }

    private func open(_ identity: PortIdentity, _ rate: BaudRate) -> [News] {
        self.identity = identity
        place = identity.node
        // Looked at again at every opening: a link may lead elsewhere by now.
        if onlySimulated, !PseudoTerminal.isOne(identity.node) {
            return [.refused(why: "a demonstration takes simulated boards only.")] + refuse()
        }
        let claim = BoardClaim(identity)
        let settings = PortSettings(
            baudRate: rate, lineRule: claim.lineRule, allowsWriting: claim.writeRule != .never)
        do {
            let link = try SerialByteLink(opening: identity.node, settings: settings)
            openError = nil
            connection = LiveConnection(
                place: place, link: link, board: source.board,
                mayAsk: mayAsk(claim), patience: claim.patience.seconds,
                discardSeconds: claim == .named ? 0 : claim.settling.seconds, at: now)
            return handle(.opened) + [.opened]
        } catch {
            openError = error
            return handle(.openingFailed(error))
        }
    }

    private func mayAsk(_ claim: BoardClaim) -> Bool {
        guard claim.writeRule != .never else { return false }
        return source.board == .healthypi6 || claim.boards == [.healthypi6]
            || (claim == .named && source.board == nil && asksUnknown)
    }
}

extension Duration {
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
