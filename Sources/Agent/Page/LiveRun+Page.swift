import Biosignals
import Dashboard
import DeviceProtocols
import EventContract

/// What the page is told of a live run.
extension LiveRun {
    /// Nothing for so long: the board has nothing to say.
    private static let silentAfter = 3.0

    /// Before the first board.
    func showWaiting() {
        teller?.begin(
            PageSession(
                version: AgentVersion.text, id: "waiting", mode: .live,
                isDemo: options.isDemo, title: "live", started: nil, isSynced: false, speed: 1,
                duration: nil, channels: []),
            channels: [], inUse: [])
        teller?.tell(pageStatus(.searching))
    }

    /// A session, or one that another board has joined.
    func introduce(_ session: LiveSession, at seconds: Double = 0) {
        guard let teller else { return }
        let shown = PageSession(
            version: AgentVersion.text, id: session.identifier, mode: .live,
            isDemo: options.isDemo, title: "live",
            started: WireTime(millisecondsSince1970: session.startMilliseconds).text,
            isSynced: host.utc().isSynced, speed: 1, duration: nil, channels: [])
        let inUse = session.pipeline.channelsInUse
        if seconds == 0 {
            teller.begin(shown, channels: session.channels, inUse: inUse)
        } else {
            teller.introduce(shown, channels: session.channels, inUse: inUse, at: seconds)
        }
    }

    func showState(at now: Double) async {
        guard let teller else { return }
        if let broker { await teller.look(at: broker, seconds: now) }
        let connected = boards.filter(\.isConnected)
        let isSilent = connected.allSatisfy { now - $0.lastByte > Self.silentAfter }
        let status = pageStatus(
            connected.isEmpty ? .searching : isSilent ? .silent : .connected)
        guard var session else { return teller.tell(status) }
        self.session = nil  // The only copy, so that its buffers are changed in place.
        teller.tick(&session.pipeline, status)
        self.session = session
    }

    func endPage() { teller?.end(pageStatus(.ended), "The session has ended.") }

    private func pageStatus(_ device: PageStatus.Device) -> PageStatus {
        let names = boards.filter(\.isConnected).map(\.name)
        let text =
            switch device {
            case .searching: boards.isEmpty ? "Waiting for a board" : "No board is connected"
            case .ended: "Stopped"
            default: names.joined(separator: ", ")
            }
        let clock = host.utc()
        var status = PageStatus(device: device, deviceText: text)
        if session != nil, !boards.isEmpty {
            status.lossKnowledge =
                boards.allSatisfy(\.profile.provesLoss) ? .proven : .inferred
        }
        status.isClockSynced = clock.isSynced
        status.clockErrorMilliseconds = clock.errorMillisecondsMax
        status.clockTime = WireTime(millisecondsSince1970: clock.time.millisecondsSince1970).text
        status.broker = teller?.broker
        status.position = session?.duration ?? 0
        return status
    }
}
