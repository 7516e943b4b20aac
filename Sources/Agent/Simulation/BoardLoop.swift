import Acquisition
import Biosignals
import DeviceProtocols

/// One simulated board at work: at each step it does what is due, and says when it wants the next.
struct BoardLoop {
    private let plan: FaultPlan
    private let model: BoardModel
    private let duration: Double?
    private let truth: SimulationTruth
    private var stream: BoardStream
    private var outlet: BoardOutlet
    private(set) var terminals: BoardTerminals
    private var control: StreamSwitch?

    private var start = MonotonicInstant(nanoseconds: 0)
    private var pending: BoardFrame?
    private var endedAt: MonotonicInstant?
    private var openedAt: MonotonicInstant?
    /// Frames are sent, from the beginning of a burst on.
    private var isHeard = false
    private var owesBanner: Bool
    private(set) var failure: (any Error)?
    private(set) var isFinished = false

    /// A client opens, sets the terminal up, and throws away what came meanwhile: so long nothing
    /// is sent.
    private static let settling: Duration = .milliseconds(100)
    /// While nothing else is due.
    private static let idleStep: Duration = .milliseconds(20)
    /// What a client gets to read the last bytes in, once the duration is over.
    private static let lastWord: Duration = .seconds(1)

    init(
        model: BoardModel, stream: BoardStream, terminals: BoardTerminals, plan: FaultPlan,
        truth: SimulationTruth, options: SimulationOptions
    ) {
        self.model = model
        self.stream = stream
        self.terminals = terminals
        self.plan = plan
        self.truth = truth
        duration = options.duration
        outlet = BoardOutlet(model: model)
        owesBanner = plan.hasBanner
        if model.profile.board == .healthypi6 {
            control = StreamSwitch(isAutomatic: !options.waitsForStart)
        }
    }

    var statistics: SimulationStatistics { outlet.statistics }

    mutating func begin(at instant: MonotonicInstant) { start = instant }

    /// - Returns: when to call again; nil if never.
    mutating func step(at now: MonotonicInstant) -> MonotonicInstant? {
        do {
            try plug(at: now)
            listen()
            notice(at: now)
            try make(until: now)
            try send()
        } catch {
            failure = error
            isFinished = true
            return nil
        }
        checkEnd(at: now)
        let idle = now + Self.idleStep
        return pending.map { min(instant(of: $0.due), idle) } ?? idle
    }

    /// Nothing follows; the files are closed.
    mutating func end() {
        if let data = terminals.data { outlet.unplugged(data, counts: false) }
        terminals.remove()
        do { try truth.close() } catch { failure = failure ?? error }
    }

    private func seconds(at now: MonotonicInstant) -> Double {
        Double(now.nanoseconds - start.nanoseconds) * 1e-9 * plan.clockFactor
    }

    private func instant(of seconds: Double) -> MonotonicInstant {
        MonotonicInstant(
            nanoseconds: start.nanoseconds + Int64((seconds / plan.clockFactor * 1e9).rounded()))
    }

    private mutating func plug(at now: MonotonicInstant) throws {
        guard let unplug = plan.unplug else { return }
        let isOut = unplug.contains(seconds(at: now))
        if isOut, let data = terminals.data {
            outlet.unplugged(data)
            terminals.unplug()
            openedAt = nil
        } else if !isOut, terminals.data == nil {
            try terminals.replug()
            control?.reset()
            owesBanner = plan.hasBanner
        }
    }

    /// Takes what the host wrote.
    private mutating func listen() {
        var bytes: [UInt8] = []
        if let data = terminals.data, data.read(into: &bytes) > 0 {
            outlet.receive(bytes, echoes: model.echoesHost && data.isOpen ? data : nil)
        }
        bytes.removeAll()
        guard let terminal = terminals.control, terminal.read(into: &bytes) > 0 else { return }
        outlet.receiveControl(bytes.count)
        let known = outlet.statistics
        let answer = control?.receive(
            bytes, sent: known.framesSent, dropped: known.framesOverflowed,
            uptimeSeconds: pending?.due ?? 0)
        if let answer, terminal.isOpen { _ = terminal.write(answer[...]) }
    }

    /// Whether somebody has come, or gone.
    private mutating func notice(at now: MonotonicInstant) {
        guard let data = terminals.data else { return }
        let isOpen = data.isOpen
        if isOpen, openedAt == nil {
            openedAt = now
            outlet.opened()
        } else if !isOpen, openedAt != nil {
            openedAt = nil
            outlet.closed(data)
        }
    }

    private mutating func make(until now: MonotonicInstant) throws {
        let isSettled = openedAt.map { now >= $0 + Self.settling } ?? false
        let isOn = isSettled && control?.isOn ?? true
        isHeard = isHeard && isOn
        while endedAt == nil {
            if pending == nil { pending = try stream.next() }
            guard let frame = pending, frame.due < duration ?? .infinity else {
                pending = nil
                endedAt = now
                return
            }
            guard instant(of: frame.due) <= now else { return }
            isHeard = isHeard || isOn && frame.beginsBurst
            if owesBanner, isHeard, let data = terminals.data {
                owesBanner = false
                outlet.sendBanner(Self.banner(model.profile.board), into: data)
            }
            outlet.offer(frame, isHeard: isHeard)
            pending = nil
            if truth.wantsEvents { try truth.append(stream.takeEvents(), due: frame.due) }
        }
    }

    private mutating func send() throws {
        guard let data = terminals.data, openedAt != nil else { return }
        for frame in outlet.pump(into: data) { try truth.append(frame.samples, due: frame.due) }
    }

    /// A recording that has ended leaves a silent board; a duration that is over ends it.
    private mutating func checkEnd(at now: MonotonicInstant) {
        guard let duration, let endedAt, !isFinished else { return }
        let unread = openedAt == nil ? 0 : terminals.data?.unreadByteCount ?? 0
        let isRead = outlet.isEmpty && unread == 0
        let isOver = seconds(at: now) >= duration
        isFinished = isOver && (openedAt == nil || isRead || now >= endedAt + Self.lastWord)
    }

    private static func banner(_ board: Board) -> [UInt8] {
        let known = OpenViewEncoder.bootBanner(board)
        return known.isEmpty ? Array("Booting...\r\n".utf8) : known
    }
}
