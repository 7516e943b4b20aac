import Biosignals
import Dashboard
import EventContract
import Insights
import Publishing
import Sedentary

/// What one session after the other shows on the page: signals as they come, marks as they are
/// found, measures as often as a person can read them, and nothing of it while nobody watches.
final class PageTeller {
    /// Traces that a page has room for.
    static let channelsMax = 8
    /// Of beats, for the tachogram and the heart rate.
    private static let beatsKept = 310.0
    /// Minutes: a day.
    private static let epochsMax = 1_440
    /// Seconds between two looks at what changes with every beat, and at what costs more.
    private static let glance = 1.0
    private static let look = 5.0
    /// Seconds of signal between two words on how far it has come while it catches up.
    private static let catchingUp = 60.0

    /// Seconds that one picture of thirty a second lasts.
    static let picture = 1.0 / 30

    private var wasCatchingUp = false
    /// Whether the rolling windows have begun to move with every beat.
    var rolls = false
    private let feed: PageFeed
    /// How the broker is, as of its last look.
    private(set) var broker: (state: String, text: String)?
    private var nextBrokerLook = 0.0
    private var thinners: [Int: WaveThinner] = [:]
    private var pending: [PageMessage] = []
    private(set) var beats: [BeatSource: [TimedBeat]] = [:]
    /// Of the last five minutes: which seconds of a channel were usable, and the skin's responses.
    private var judged: [Int: [(second: Int, isUsable: Bool)]] = [:]
    private(set) var responses: [Double] = []
    private var epochs: [PageTimeline.Epoch] = []
    private var pace = 1.0
    private var sendsWaves = true
    /// Found, and not yet an event.
    private var owedInsights: [Insight] = []
    private var nextGlance = 0.0
    private var nextLook = 0.0
    private var seenArrivals = 0
    private var recent = RecentSignals()
    private(set) var lostSamples = 0
    private var lostSeconds = 0.0

    init(feed: PageFeed) { self.feed = feed }

    /// Whether somebody watches.
    var isWatched: Bool { feed.isWatched }
    /// Whether a view at full speed would look at what is there.
    var isAskedForMoment: Bool { !sendsWaves && feed.isTapWaiting }
    /// Whether a browser is among them.
    var hasViewers: Bool { feed.hasViewers }

    /// - Parameter speed: of a replay; nil: as fast as it can be, too fast for signals.
    func begin(_ session: PageSession, channels: [Channel], inUse: [Int], speed: Double? = 1) {
        pace = speed ?? 60
        sendsWaves = speed.map { $0 <= 16 } ?? false
        beats = [:]
        judged = [:]
        responses = []
        epochs = []
        (nextGlance, nextLook, nextBrokerLook) = (0, 0, 0)
        (lostSamples, lostSeconds) = (0, 0)
        pending = []
        owedInsights = []
        rolls = false
        recent = RecentSignals()
        introduce(session, channels: channels, inUse: inUse, at: 0)
    }

    /// Another board has come: the same session with more traces.
    func introduce(_ session: PageSession, channels: [Channel], inUse: [Int], at position: Double) {
        let shown = Self.shown(channels, inUse: inUse)
        for index in shown where thinners[index] == nil || position == 0 {
            thinners[index] = WaveThinner(channel: index, channels[index])
        }
        thinners = thinners.filter { shown.contains($0.key) }
        recent.keep(shown, of: channels)
        var session = session
        session.channels = shown.map { index in
            .init(
                id: index, role: .init(channels[index].role), name: channels[index].name,
                unit: channels[index].statedUnit,
                rate: thinners[index]?.pointRate ?? channels[index].rate.value, low: nil,
                high: nil)
        }
        feed.begin(session, at: position, greets: sendsWaves)
    }

    /// - Parameter isCatchingUp: they are only there for whoever comes afterwards.
    func show(_ blocks: [SignalBlock], isCatchingUp: Bool = false) {
        recent.append(blocks)
        guard sendsWaves, !isCatchingUp else { return }
        guard feed.isWatched else {
            for index in thinners.keys { thinners[index]?.forget() }
            return
        }
        for block in blocks {
            pending += thinners[block.channel]?.process(block).map { .wave($0) } ?? []
        }
    }

    /// What was found; an insight waits until its event has an identifier.
    func note(_ items: [SessionItem], _ found: [TimedBeat], in pipeline: SessionPipeline) {
        for beat in found {
            beats[beat.source, default: []].append(beat)
            guard
                let channel = beat.source == .ecg ? pipeline.ecg?.channel : pipeline.ppg?.channel
            else { continue }
            pending.append(
                .mark(
                    PageMark(
                        channel: channel, at: beat.seconds,
                        kind: beat.source == .ecg ? .beat : .pulse, quality: beat.quality,
                        isGood: beat.quality >= SignalQuality.usableMin)))
        }
        for item in items {
            switch item {
            case .epoch(let epoch):
                epochs.append(PageTimeline.Epoch(epoch))
                epochs.removeFirst(max(0, epochs.count - Self.epochsMax))
                pending.append(.timeline(PageTimeline(epochs: epochs)))
            case .gap(let channel, let gap):
                let rate = pipeline.channels[channel].rate.value
                lostSamples += gap.samples.count
                lostSeconds += Double(gap.samples.count) / rate
            case .insight(let insight, _): owedInsights.append(insight)
            default: break
            }
        }
    }

    /// Events that were made of what was found, in its order; of an insight's two halves the one
    /// with the explanation, or the other where that may not leave.
    func note(_ events: [OutgoingEvent], by factory: EventFactory) {
        var insights = events.filter { $0.type.hasPrefix("io.healthypi.insight.") }
        if insights.isEmpty {
            insights = events.filter { $0.type.hasPrefix("io.healthypi.nudge.") }
        }
        for (insight, event) in zip(owedInsights, insights) {
            pending.append(
                .insight(
                    PageInsight(
                        insight, id: event.id, time: factory.time(insight.time.value).text)))
        }
        owedInsights.removeFirst(min(owedInsights.count, insights.count))
    }

    /// Sends what there is, and computes what is due.
    ///
    /// - Parameter status: without what is known here: the position and the loss. What comes before
    ///   the moment up to which it is catching up is only there to be rested on.
    func tick(_ pipeline: inout SessionPipeline, _ status: PageStatus) {
        noteSights(&pipeline)
        recent.note(pending)
        let isCatchingUp = status.catchingUpTo != nil
        let now = pipeline.duration
        // The first look at what is live is not due in a minute, but now.
        if wasCatchingUp, !isCatchingUp { nextGlance = now }
        wasCatchingUp = isCatchingUp
        for (source, found) in beats {
            let old = found.prefix { $0.seconds < now - Self.beatsKept }.count
            if old > 0 { beats[source]?.removeFirst(old) }
        }
        let arrivals = feed.arrivals
        if isCatchingUp {
            pending.removeAll { $0.passes }
            if now >= nextGlance || arrivals != seenArrivals {
                nextGlance = now + Self.catchingUp
                seenArrivals = arrivals
                pending.append(.status(completed(status, by: pipeline)))
            }
        } else if feed.hasViewers || sendsWaves && feed.isWatched {
            let isNew = arrivals != seenArrivals
            if isNew || now >= nextGlance {
                nextGlance = now + Self.glance * max(1, pace)
                pending.append(.status(completed(status, by: pipeline)))
                pending += glance(at: pipeline).map { .tile($0) }
            }
            if isNew || now >= nextLook {
                nextLook = now + Self.look * max(1, pace)
                pending += look(at: pipeline)
            }
            seenArrivals = arrivals
        } else {
            // What passes is for those who were there; what stands is kept for those who come.
            pending.removeAll { $0.passes }
        }
        feed.tell(pending)
        pending.removeAll(keepingCapacity: true)
        if sendsWaves, !isCatchingUp, feed.hasNewcomers {
            feed.greet(recent.messages(within: RecentSignals.pointsMax))
        }
        if !sendsWaves, feed.isTapWaiting {
            feed.tellTaps(snapshot(of: pipeline, completed(status, by: pipeline)))
        }
    }

    /// The moment, for a view that cannot follow: it is asked for as often as it is drawn.
    private func snapshot(of pipeline: SessionPipeline, _ status: PageStatus) -> [PageMessage] {
        [.status(status)] + summary(at: pipeline).map { .tile($0) } + recent.moment
    }

    /// Asks how delivery goes, once a second at most.
    func look(at broker: BrokerDelivery, seconds: Double) async {
        guard feed.isWatched, seconds >= nextBrokerLook || self.broker == nil else { return }
        nextBrokerLook = seconds + Self.glance * max(1, pace)
        self.broker = await broker.state
    }

    /// How things stand while there is no session.
    func tell(_ status: PageStatus) {
        guard feed.isWatched else { return }
        feed.tell([.status(status)])
    }

    func end(_ status: PageStatus, _ why: String) {
        feed.tell(pending + [.status(status), .ended(why)])
        pending.removeAll()
    }

    /// Share of the last so many judged seconds of a channel that were usable; 0 where none was.
    func usable(last seconds: Double, of channel: Int?) -> Double {
        guard let entries = channel.flatMap({ judged[$0] }), let last = entries.last else {
            return 0
        }
        let inside = entries.filter { Double($0.second) > Double(last.second) - seconds }
        let asked = max(1, Int(seconds.rounded(.down)))
        let usable = inside.count { $0.isUsable }
        return min(1, Double(usable) / Double(max(asked, inside.count)))
    }

    /// With the share of the signal's seconds that did not come.
    private func completed(_ status: PageStatus, by pipeline: SessionPipeline) -> PageStatus {
        var status = status
        let seconds = pipeline.duration * Double(max(1, pipeline.channelsInUse.count))
        status.lostSamples = lostSamples
        status.lostPercent = seconds > 0 ? min(100, 100 * lostSeconds / seconds) : 0
        status.position = pipeline.duration
        return status
    }

    private func noteSights(_ pipeline: inout SessionPipeline) {
        guard let taken = pipeline.sights?.take() else { return }
        let oldest = pipeline.duration - Self.beatsKept
        for entry in taken.judged {
            judged[entry.channel, default: []].append((entry.second, entry.quality.isUsable))
        }
        for (channel, entries) in judged {
            let old = entries.prefix { Double($0.second) < oldest }.count
            if old > 0 { judged[channel]?.removeFirst(old) }
        }
        responses += taken.sights.filter { !$0.isBreath }.map(\.seconds)
        responses.removeAll { $0 < oldest }
        for sight in taken.sights {
            pending.append(
                .mark(
                    PageMark(
                        channel: sight.channel, at: sight.seconds,
                        kind: sight.isBreath ? .breath : .scr, quality: sight.quality,
                        isGood: sight.quality >= SignalQuality.usableMin)))
        }
        for judged in taken.judged where thinners[judged.channel] != nil {
            pending.append(
                .quality(
                    PageQuality(
                        channel: judged.channel, from: Double(judged.second),
                        to: Double(judged.second + 1), isUsable: judged.quality.isUsable,
                        quality: judged.quality.score,
                        reasons: judged.quality.reasons.map(\.words))))
        }
    }

    /// Those that are worked on first, then others with a role, in their order.
    private static func shown(_ channels: [Channel], inUse: [Int]) -> [Int] {
        let others = channels.indices.filter { channels[$0].role != nil && !inUse.contains($0) }
        return (inUse + others).prefix(channelsMax).sorted()
    }
}

extension PageMessage {
    /// It is worth nothing to somebody who comes later.
    fileprivate var passes: Bool {
        switch self {
        case .wave, .mark, .quality: true
        default: false
        }
    }
}

extension PageSession.Channel.Role {
    fileprivate init(_ role: ChannelRole?) {
        self =
            switch role {
            case .ecg: .ecg
            case .ppg: .ppg
            case .eda: .eda
            case .respiration: .resp
            case .temperature: .temp
            case .acceleration: .acc
            case nil: .other
            }
    }
}

extension PageTimeline.Epoch {
    init(_ epoch: Epoch) {
        let state: PageTimeline.State =
            switch epoch.state {
            case .stationary: .stationary
            case .active: .active
            case .asleep: .asleep
            case .notWorn: .notWorn
            case .unknown: .unknown
            }
        // Of the state that is shown; what was not judged has none.
        let still = epoch.pStationary
        let probability: Double? =
            switch epoch.state {
            case .stationary: still
            case .active: still.map { 1 - $0 - (epoch.belief?.asleep ?? 0) }
            case .asleep: epoch.belief?.asleep
            case .notWorn: epoch.belief?.notWorn
            case .unknown: nil
            }
        self.init(
            start: epoch.start.value, end: epoch.end.value, state: state,
            probability: max(0, min(1, probability ?? 0)))
    }
}
