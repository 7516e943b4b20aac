import Acquisition
import Biosignals
import EventContract
import Foundation
import HRV
import Reports

/// A report in the making: what each analysis found goes where a reader will look for it.
struct ReportDraft {
    var report: RecordingReport
    private let session: SessionLook
    private let options: RecordingReporter.Options
    private var judged: [Int: JudgedSeconds]
    private var beats: [Int: [(seconds: Double, quality: Double)]] = [:]
    private var heartChannel: Int?

    init(session: SessionLook, options: RecordingReporter.Options) {
        self.session = session
        self.options = options
        judged = session.judged
        report = RecordingReport(
            account: session.account, program: "healthypi-agent \(AgentVersion.text)")
        report.person = options.person
        report.dateText = options.dateText
        report.isLive = options.isLive
        report.isDemo = options.isDemo
        report.damage = session.damage?.description
        report.sha256 = session.sha256
        report.insights = session.insights.map { InsightReport($0) }
        if session.usesMotion {
            report.movement = MovementReport(
                epochs: session.epochs, total: session.total, evidence: evidence)
        }
        if let ppg = session.channels.firstIndex(where: { $0.role == .ppg }) {
            beats[ppg] = session.pulses.map { ($0.seconds, $0.quality) }
        }
        setClock()
        report.methods = ReportMethods(options: options, heart: nil, session: session).cards
        drawSignals()
    }

    private var evidence: [String] {
        let roles = Set(session.used.compactMap { session.channels[$0].role })
        return [
            (ChannelRole.acceleration, "acceleration"), (.ecg, "what movement does to the ECG"),
            (.respiration, "the chest's impedance"),
        ].filter { roles.contains($0.0) }.map(\.1)
    }

    private mutating func setClock() {
        guard let start = session.start else { return }
        let zone = TimeZone(identifier: options.replay.timeZone) ?? .gmt
        let clock = LocalClock(origin: start, zone: zone, isKnown: true)
        report.startOfDay = clock.secondsOfDay(at: 0)
        report.timeZone = options.namesTimeZone ? options.replay.timeZone : "UTC"
    }

    private mutating func drawSignals() {
        report.signals = session.used.sorted().map { index in
            SignalTrace(
                channel: index, hertz: session.channels[index].rate.value,
                envelope: session.envelopes[index],
                quality: judged[index]?.columns(of: session.account.seconds) ?? [])
        }
    }

    /// A second look's verdict on a channel takes the place of the first.
    private mutating func revise<Finding>(_ analysis: ChannelAnalysis<Finding>) {
        guard !options.isLive,
            let index = session.channels.firstIndex(where: { $0.name == analysis.channel.name })
        else { return }
        judged[index] = JudgedSeconds(analysis.log)
        let total = max(Double(analysis.log.total), analysis.duration.rounded(.down), 1)
        report.account.channels[index].usable = analysis.usable
        report.account.channels[index].complaints = analysis.log.reasonTotals
            .sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
            .map { .init(reason: $0.key.rawValue, share: Double($0.value) / total) }
        drawSignals()
    }

    mutating func take(_ heart: HeartLook) {
        report.heart = heart.report
        report.methods =
            ReportMethods(options: options, heart: heart.report, session: session).cards
        guard let found = heart.found else { return }
        revise(found)
        heartChannel = session.channels.firstIndex { $0.name == found.channel.name }
        if let heartChannel {
            beats[heartChannel] = found.findings.map { ($0.seconds, $0.quality) }
        }
    }

    mutating func take(_ skin: ChannelAnalysis<SkinFinding>) {
        revise(skin)
        var result = SkinReport(
            channel: skin.channel.name, usable: skin.usable, usableSeconds: skin.log.usableTotal)
        guard skin.channel.unit == .microsiemens else {
            result.absent = "the unit of \(skin.channel.name) is not known to be µS"
            report.skin = result
            return
        }
        var lastSecond = Int.min
        for finding in skin.findings {
            switch finding {
            case .level(let second, let level):
                result.tonic.append(
                    PlotPoint(x: Double(second) + 0.5, y: level, follows: second == lastSecond + 1))
                lastSecond = second
            case .response(let onset, let peak, let amplitude, let rise, let half):
                result.responses.append(
                    .init(
                        onset: onset, peak: peak, amplitude: amplitude, rise: rise,
                        halfRecovery: half))
            }
        }
        result.levels = skin.levelStretches.map {
            .init(
                start: Double($0.start), end: Double($0.end), microsiemens: $0.meanMicrosiemens,
                slopePerMinute: $0.slopePerMinute)
        }
        report.skin = result
    }

    mutating func take(_ breathing: BreathingAnalysis, isMeasured: Bool) {
        report.breathing = BreathingReport(
            source: breathing.source,
            isMeasured: isMeasured && session.channels.contains { $0.name == breathing.source },
            breathCount: breathing.breathsSeconds.count,
            minutes: breathing.minutes.map {
                .init(window: $0.window, perMinute: $0.perMinute.value)
            })
    }

    // MARK: Excerpts

    /// Seconds that make a signal readable, by what it is.
    private static func length(_ role: ChannelRole?) -> Int? {
        switch role {
        case .ecg, .ppg: 10
        case .respiration: 60
        case .eda: 120
        default: nil
        }
    }

    var wishes: [ExcerptReader.Wish] {
        let duration = session.account.seconds
        var wishes: [ExcerptReader.Wish] = []
        for index in session.used.sorted() {
            guard let full = Self.length(session.channels[index].role), duration > 1 else {
                continue
            }
            let length = min(full, Int(duration))
            let best = judged[index]?.best(length, of: duration)
            let start = Double(best?.start ?? max(0, (Int(duration) - length) / 2))
            let reason: String
            switch best?.isUsable {
            case true?: reason = "Near the middle, usable throughout"
            case false?: reason = "Nowhere usable for so long; where it is usable longest"
            case nil: reason = "Not one second was usable; the middle"
            }
            wishes.append(
                .init(
                    channel: index,
                    seconds: start..<min(start + Double(length), max(duration, start + 1)),
                    reason: reason))
        }
        if let heartChannel, let edit = telling {
            let start = max(0, edit.seconds - 5)
            wishes.append(
                .init(
                    channel: heartChannel, seconds: start..<(start + 10),
                    reason: "Around edit \(edit.id), the one its test asked for most"))
        }
        return wishes
    }

    /// The edit that lowered its test's cost by most.
    private var telling: BeatEdit? {
        let edits = report.heart?.whole.nn.edits.filter { $0.costBefore > 0 } ?? []
        return edits.reversed().max {
            ($0.costBefore - $0.costAfter) < ($1.costBefore - $1.costAfter)
        }
    }

    /// With the beats and the edits that lie in each.
    func marked(_ excerpts: [SignalExcerpt]) -> [SignalExcerpt] {
        excerpts.map { excerpt in
            var excerpt = excerpt
            excerpt.beats = (beats[excerpt.channel] ?? []).filter {
                excerpt.seconds.contains($0.seconds)
            }
            if excerpt.channel == heartChannel {
                excerpt.edits = (report.heart?.whole.nn.edits ?? [])
                    .filter { excerpt.seconds.contains($0.seconds) }
                    .map { ($0.seconds, $0.id, $0.kind.rawValue) }
            }
            return excerpt
        }
    }
}
