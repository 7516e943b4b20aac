import Dashboard

/// What a view knows of the session: the page's messages, each in its place. No drawing here, and no
/// clock: the seconds of the wall are handed in.
struct WatchBoard {
    /// Notes that the foot may show.
    private static let notesMax = 3
    /// A value is too old to be taken for the present after so many seconds, or after its window.
    private static let freshMax = (least: 15.0, most: 90.0)

    private(set) var session: PageSession?
    private(set) var traces: [WatchTrace] = []
    private(set) var tiles: [String: PageTile] = [:]
    private(set) var status: PageStatus?
    private(set) var insight: PageInsight?
    private(set) var ended: String?
    private(set) var notes: [String] = []
    private(set) var pace = WatchPace()
    /// Messages that passed before the view could take them.
    private(set) var dropped = 0

    mutating func take(_ news: PageNews) {
        if let session = news.session { begin(session) }
        dropped += news.dropped
        for message in news.messages { take(message) }
    }

    mutating func note(_ text: String) {
        notes.append(text)
        notes.removeFirst(max(0, notes.count - Self.notesMax))
    }

    /// Before it is drawn.
    mutating func look(at wall: Double) {
        if let position = status?.position { pace.note(position: position, at: wall) }
        for index in traces.indices { traces[index].rescale() }
    }

    /// Seconds of signal in a second: as asked for, unless the machine cannot follow; nil: not known.
    var speed: Double? {
        WatchPace.speed(asked: session.flatMap { $0.speed > 0 ? $0.speed : nil }, seen: pace.speed)
    }

    /// Slow enough to follow; what is faster is shown as it is at the moment.
    var sweeps: Bool { session.map { $0.mode == .live || (0.001...16).contains($0.speed) } ?? true }

    /// Of a measure, unless it is too old to be told as what is.
    func tile(_ ids: String...) -> PageTile? {
        guard let tile = ids.lazy.compactMap({ tiles[$0] }).first else { return nil }
        let window = min(tile.windowSeconds ?? 0, Self.freshMax.most)
        // At full speed it passes before it has been told.
        guard let speed = session?.speed, speed > 0 else { return tile }
        let age = ((status?.position ?? tile.at) - tile.at) / max(1, speed)
        guard age > max(Self.freshMax.least, window), tile.value != nil else { return tile }
        return PageTile(
            id: tile.id, label: tile.label, value: nil, unit: tile.unit, reason: "poorSignal",
            at: tile.at, source: tile.source)
    }

    private mutating func begin(_ session: PageSession) {
        if session.id != self.session?.id {
            var fresh = WatchBoard()
            (fresh.notes, fresh.dropped) = (notes, dropped)
            self = fresh
        }
        self.session = session
        ended = nil
        let known = traces
        traces = session.channels.map { channel in
            known.first { $0.channel == channel } ?? WatchTrace(channel)
        }
    }

    private mutating func take(_ message: PageMessage) {
        switch message {
        case .wave(let wave):
            if let index = index(of: wave.channel) { traces[index].take(wave) }
        case .quality(let quality):
            if let index = index(of: quality.channel) { traces[index].take(quality) }
        case .tile(let tile): tiles[tile.id] = tile
        case .status(let status): self.status = status
        case .insight(let insight): self.insight = insight
        case .ended(let why): ended = why
        case .mark, .tachogram, .poincare, .spectrum, .timeline: break
        }
    }

    private func index(of channel: Int) -> Int? { traces.firstIndex { $0.channel.id == channel } }
}
