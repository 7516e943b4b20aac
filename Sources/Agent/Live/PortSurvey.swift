public import Acquisition
public import DeviceProtocols
import Biosignals
import EventContract

/// Listens to ports for a while and says what is there: what `devices` and `doctor` show. It uses
/// the same opening, recognising and decoding as a live run.
public final class PortSurvey {
    /// What one port turned out to be.
    public struct Report: Sendable {
        public internal(set) var place: String
        public internal(set) var identity: PortIdentity?
        /// Why it could not be opened.
        public internal(set) var openError: PortError?
        public internal(set) var profile: BoardProfile?
        /// The control port of a HealthyPi 6.
        public internal(set) var isControlPort = false
        /// Why it is none of ours, or nothing can be done with it.
        public internal(set) var refusal: String?
        public internal(set) var byteCount = 0
        /// Of the bytes between the frames, for people.
        public internal(set) var lines: [String] = []
        /// What may be said of losses, by channel.
        public internal(set) var losses: [String: String] = [:]
        public internal(set) var samplesMissing = 0
        public internal(set) var samplesReceived = 0
        /// Electrodes that the board says are off.
        public internal(set) var electrodesOff: [String] = []
        public internal(set) var skewPPM: Double?
        public internal(set) var jitterMilliseconds: Double?
    }

    private let host: HostClock
    private let roster: PortRoster
    private var boards: [ObjectIdentifier: LiveBoard] = [:]
    private var off: [ObjectIdentifier: Set<String>] = [:]
    private var reports: [ObjectIdentifier: Report] = [:]
    private var order: [ObjectIdentifier] = []

    public init(sources: [LiveSource], host: HostClock = .system) throws {
        self.host = host
        roster = try PortRoster(sources: sources)
    }

    /// What the system tells of serial ports, without opening any.
    public static func listed() throws -> [Report] {
        try DeviceWatcher.presentPorts().map { Report(place: $0.node, identity: $0) }
    }

    /// Listens for so many seconds, to all ports at once.
    ///
    /// - Parameter onBytes: gets every byte as it came.
    public func run(
        seconds: Double, isStopped: () -> Bool, onBytes: ([UInt8]) throws -> Void = { _ in }
    ) async throws -> [Report] {
        let began = host.monotonicSeconds()
        while !isStopped(), host.monotonicSeconds() - began < seconds {
            let now = host.monotonicSeconds()
            for (port, news) in roster.look(at: now) { note(news, of: port, at: now) }
            for port in roster.ports {
                note(try port.step(at: now, onBytes: onBytes), of: port, at: now)
                see(port)
            }
            try? await ContinuousClock().sleep(for: .milliseconds(50))
        }
        for port in roster.ports { conclude(port) }
        roster.close()
        return order.compactMap { reports[$0] }
    }

    /// Enters what is known of the port itself.
    private func see(_ port: LinkedPort) {
        let id = ObjectIdentifier(port)
        if reports[id] == nil {
            order.append(id)
            reports[id] = Report(place: port.place, identity: port.identity)
        }
        reports[id]?.place = port.place
        reports[id]?.identity = port.identity
        reports[id]?.openError = port.openError
        if let count = port.connection?.byteCount { reports[id]?.byteCount = count }
    }

    private func note(_ news: [LinkedPort.News], of port: LinkedPort, at now: Double) {
        see(port)
        let id = ObjectIdentifier(port)
        for piece in news {
            switch piece {
            case .recognised(let profile, let held):
                let board = LiveBoard(
                    name: profile.board.rawValue, profile: profile, channels: profile.channels,
                    firstChannel: 0, originIndex: 0, origin: held.first?.seconds ?? now,
                    joinedAt: 0)
                boards[id] = board
                reports[id]?.profile = profile
                port.stream(to: board)
                for chunk in held { accept(chunk, board, id) }
            case .bytes(let board, let arrived):
                for chunk in arrived { accept(chunk, board, id) }
            case .refused(let why): reports[id]?.refusal = why
            case .controlled: reports[id]?.isControlPort = true
            case .opened, .notice, .closed: break
            }
        }
    }

    private func accept(_ chunk: ArrivedBytes, _ board: LiveBoard, _ id: ObjectIdentifier) {
        for contact in board.accept(chunk).contacts {
            if contact.isOff {
                off[id, default: []].insert(contact.electrode)
            } else {
                off[id]?.remove(contact.electrode)
            }
        }
    }

    private func conclude(_ port: LinkedPort) {
        see(port)
        let id = ObjectIdentifier(port)
        guard var report = reports[id] else { return }
        if let board = boards[id] {
            _ = board.disconnect()
            report.lines = board.tally.lines
            for (index, channel) in board.channels.enumerated() {
                report.losses[channel.name] = board.ledger.summary(
                    channel: index, provesLoss: board.profile.provesLoss)
            }
            report.samplesMissing = board.samplesLost
            report.samplesReceived = board.samplesReceived
            report.electrodesOff = off[id, default: []].sorted()
            let clock = board.clock(against: nil)
            report.skewPPM = clock.skewPPM?.value
            report.jitterMilliseconds = clock.jitterMilliseconds?.value
        } else if report.refusal == nil, report.byteCount > 0, !report.isControlPort {
            report.refusal = port.connection?.lastWord
        }
        reports[id] = report
    }
}
