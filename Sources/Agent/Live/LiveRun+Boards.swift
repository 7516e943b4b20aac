import Acquisition
import Biosignals
import DeviceProtocols
import EventContract

/// From bytes to the session: who joins, what came, who left.
extension LiveRun {
    func take(_ news: [LinkedPort.News], from port: LinkedPort, at now: Double) async throws {
        for piece in news {
            switch piece {
            case .opened: tell(.listening(place: port.place))
            case .recognised(let profile, let held):
                try await attach(port, profile, held, at: now)
            case .bytes(let board, let arrived):
                for chunk in arrived { try await process(board.accept(chunk), of: board) }
            case .refused(let why): tell(.refused(place: port.place, why: why))
            case .controlled: tell(.controlled(place: port.place))
            case .notice(let text): tell(.port(text))
            case .closed: try await lose(port, at: now)
            }
        }
    }

    private func attach(
        _ port: LinkedPort, _ profile: BoardProfile, _ held: [ArrivedBytes], at now: Double
    ) async throws {
        guard let first = held.first else { return }
        let board: LiveBoard
        if let known = port.board, known.profile.isSameStream(as: profile) {
            board = known
            let away = first.seconds - known.lastByte
            board.reconnect()
            tell(.back(name: board.name, missing: max(0, away)))
        } else {
            do { board = try join(profile, of: port.source, at: first.seconds) } catch {
                tell(.refused(place: port.place, why: "\(error)"))
                try await take(port.refuse(), from: port, at: now)
                return
            }
            tell(.recognised(name: board.name, place: port.place, profile))
        }
        port.stream(to: board)
        try await tellDevices(at: now)
        for chunk in held { try await process(board.accept(chunk), of: board) }
    }

    func join(
        _ profile: BoardProfile, of source: LiveSource, at seconds: Double
    ) throws -> LiveBoard {
        let name = freeName(profile.board.rawValue)
        let channels = profile.channels.map { channel in
            let stated = source.calibration == nil ? channel : channel.calibrated
            return isTaken(channel.name) ? stated.renamed("\(name).\(channel.name)") : stated
        }
        let origin = EventFactory.Origin(
            device: .init(model: profile.board.rawValue, firmware: profile.firmware), name: name,
            provesLoss: profile.provesLoss, clock: .init(synced: false))
        var firstChannel = 0
        var joinedAt = 0.0
        if let session {
            joinedAt = max(0, seconds - session.origin)
            firstChannel = self.session?.join(channels, of: origin, at: joinedAt) ?? 0
            if let session = self.session { introduce(session, at: joinedAt) }
        } else {
            try begin(channels, of: origin, at: seconds)
        }
        let board = LiveBoard(
            name: name, profile: profile, channels: channels, firstChannel: firstChannel,
            calibration: source.calibration, originIndex: boards.count,
            origin: session?.origin ?? seconds, joinedAt: joinedAt)
        for aside in session?.takeSetAside() ?? [] { tell(.cannotProcess(name: name, why: aside)) }
        boards.append(board)
        beginRecording(board)
        if profile.board.tellsMotion { noteBoardMotion(false, at: joinedAt) }
        return board
    }

    /// Two boards of one kind are told apart.
    private func freeName(_ wanted: String) -> String {
        guard boards.contains(where: { $0.name == wanted }) else { return wanted }
        var number = 2
        while boards.contains(where: { $0.name == "\(wanted)-\(number)" }) { number += 1 }
        return "\(wanted)-\(number)"
    }

    private func isTaken(_ name: String) -> Bool {
        boards.contains { $0.channels.contains { $0.name == name } }
    }

    /// Blocks to the pipeline, with why samples before them are missing.
    func process(_ placed: TimelineOutput, of board: LiveBoard) async throws {
        guard !placed.isEmpty, session != nil else { return }
        for missing in placed.missing {
            session?.explain(
                Gap(samples: missing.samples, cause: missing.cause), of: missing.channel)
        }
        session?.process(placed.blocks)
        teller?.show(placed.blocks)
        for report in placed.reports { session?.note(report, ofOrigin: board.originIndex) }
        for contact in placed.contacts { board.contacts.note(contact) }
        for motion in placed.motions { noteBoardMotion(motion.isMoving, at: motion.seconds) }
        try await record(placed, of: board)
    }

    func tellContacts(isLast: Bool = false) async throws {
        guard let session else { return }
        for board in boards {
            let due = board.contacts.due(at: isLast ? .infinity : session.duration)
            try await deliver(
                due.map { session.factory.contact($0, of: board.name, at: $0.seconds) })
        }
    }

    private func lose(_ port: LinkedPort, at now: Double) async throws {
        guard let board = port.board, board.isConnected else { return }
        try await finish(board)
        try await tellDevices(at: now)
    }

    /// What waited in the board's decoder and timeline is placed.
    func finish(_ board: LiveBoard) async throws {
        guard board.isConnected else { return }
        try await process(board.disconnect(), of: board)
    }

    /// The first time this tells of the session's beginning.
    func tellDevices(at now: Double) async throws {
        guard let session else { return }
        let devices = boards.map(\.wire)
        let event =
            hasBegun
            ? session.factory.changed(at: max(0, now - session.origin), devices: devices)
            : session.factory.started(with: devices)
        hasBegun = true
        try await deliver([event])
    }
}

extension Board {
    /// Whether it has a motion sensor whose bit it sends.
    var tellsMotion: Bool { self == .healthypi6 }
}

extension BoardProfile {
    /// Whether a board's bytes mean the same after a replug as before.
    func isSameStream(as other: BoardProfile) -> Bool {
        board == other.board && channels == other.channels
    }
}

extension Channel {
    func renamed(_ name: String) -> Channel {
        Channel(
            name: name, role: role, unit: unit, unitText: unitText, rate: rate,
            expectedCount: expectedCount, scale: scale, latchPeriod: latchPeriod)
    }

    /// Skin conductance in µS, where the user has measured what counts mean; others unchanged. The
    /// curve is no straight line, so a recording holds conductances, in steps of 0.1 nS.
    var calibrated: Channel {
        guard role == .eda, unit == .counts else { return self }
        return Channel(
            name: name, role: role, unit: .microsiemens, unitText: Microsiemens.symbol, rate: rate,
            expectedCount: expectedCount, scale: DigitalScale(gain: 10_000, baseline: 0),
            latchPeriod: latchPeriod)
    }
}
