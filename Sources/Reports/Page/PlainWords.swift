import Biosignals
import EventContract
import Sedentary

/// Whole sentences for people, made of nothing but values that were computed.
struct PlainWords {
    private let page: HTMLReport
    private var report: RecordingReport { page.report }

    init(_ page: HTMLReport) { self.page = page }

    var sentences: [String] {
        quality + heart + variability + edits + movement + skin + breathing + insights
    }

    private var quality: [String] {
        let judged = report.account.channels.filter { $0.isUsed && $0.usable != nil }
        let parts = judged.map { channel in
            let share = Text.percent(channel.usable ?? 0)
            let worst = channel.complaints.first.map {
                " (the rest was lost mostly to \(Self.loss(Text.spaced($0.reason))))"
            }
            return "\(share) % of \(channel.name)"
                + ((channel.usable ?? 0) < 0.95 ? worst ?? "" : "")
        }
        var sentences: [String] = []
        if !parts.isEmpty {
            sentences.append("Usable were \(parts.joined(separator: "; ")).")
        }
        let missing = report.account.gaps.filter { $0.seconds > 0 }.map { gap in
            "\(Text.duration(gap.seconds)) of \(gap.channel) in \(gap.count) "
                + "gap\(gap.count == 1 ? "" : "s")"
        }
        if !missing.isEmpty { sentences.append("Missing are \(missing.joined(separator: ", ")).") }
        return sentences
    }

    private static func loss(_ reason: String) -> String {
        switch reason {
        case "template mismatch": "beats unlike each other"
        case "detectors disagree": "detectors that disagree"
        case "flat": "a flat line"
        default: reason
        }
    }

    private var heart: [String] {
        guard let heart = report.heart, let rate = value(heart.measure("heartRate")) else {
            return []
        }
        let subject = heart.source == "ppg" ? "The pulse" : "The heart"
        var text = "\(subject) beat \(rate) times a minute on average"
        let points = page.ratePoints(of: heart)
        if points.count >= 5, let low = points.min(by: { $0.y < $1.y }),
            let high = points.max(by: { $0.y < $1.y })
        {
            text +=
                "; \(page.rateStretch), between \(Text.number(low.y, digits: 0)) (at "
                + "\(page.time.label(low.x, step: page.pointStep))) and "
                + "\(Text.number(high.y, digits: 0)) (at \(page.time.label(high.x, step: page.pointStep)))"
        }
        return [text + "."]
    }

    private var variability: [String] {
        guard let heart = report.heart else { return [] }
        var sentences: [String] = []
        if let rmssd = value(heart.measure("rmssd"), unit: "ms") {
            sentences.append(
                "From one \(heart.beatWord) to the next the interval changed by \(rmssd), "
                    + "taken as a root mean square (RMSSD).")
        }
        if let sdnn = value(heart.measure("sdnn"), unit: "ms") {
            sentences.append("All intervals together vary by \(sdnn) around their mean (SDNN).")
        }
        let fives = heart.fives.compactMap { heart.measure("rmssd", in: $0)?.value?.value }
        if fives.count >= 3, let low = fives.min(), let high = fives.max() {
            sentences.append(
                "In \(fives.count) of \(heart.fives.count) windows of five minutes RMSSD could be "
                    + "told: from \(Text.number(low, digits: 0)) to \(Text.number(high, digits: 0)) ms."
            )
        }
        if let warning = heart.drawn?.payload.breathing?.detail { sentences.append(warning) }
        return sentences
    }

    private var edits: [String] {
        guard let heart = report.heart, heart.whole.payload.beats.total > 0 else { return [] }
        let total = heart.whole.payload.beats.total
        let edited = heart.whole.nn.edits.count
        guard edited > 0 else { return ["None of \(total) \(heart.beatWord)s had to be edited."] }
        let kinds = heart.whole.payload.beats.edited.filter { $0.value > 0 }
            .sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        return [
            "Of \(total) \(heart.beatWord)s, \(edited) \(edited == 1 ? "was" : "were") edited "
                + "(\(kinds)), as the ledger tells."
        ]
    }

    private var movement: [String] {
        guard let movement = report.movement, movement.total.observedMinutes > 0 else { return [] }
        let total = movement.total
        var sentences = [
            "About \(Text.number(total.minutes, digits: 0)) of "
                + "\(Text.number(total.observedMinutes, digits: 0)) minutes were stationary (95 %: "
                + "\(Text.number(total.minutesInterval95.lowerBound, digits: 0)) to "
                + "\(Text.number(total.minutesInterval95.upperBound, digits: 0)))."
        ]
        if let longest = report.account.bouts.max(by: { $0.end - $0.start < $1.end - $1.start }),
            longest.minutes >= 10
        {
            sentences.append(
                "The longest stationary stretch ran from \(page.stretch(longest.start, longest.end)),"
                    + " about \(Text.number(longest.minutes, digits: 0)) min (95 %: "
                    + "\(Text.number(longest.interval.lowerBound, digits: 0)) to "
                    + "\(Text.number(longest.interval.upperBound, digits: 0))), ended by "
                    + "\(Text.spaced(longest.endedBy)).")
        }
        return sentences
    }

    private var skin: [String] {
        guard let skin = report.skin, skin.absent == nil, let low = skin.tonic.map(\.y).min(),
            let high = skin.tonic.map(\.y).max(), skin.usableSeconds > 0
        else { return [] }
        let rate = 60 * Double(skin.responses.count) / Double(skin.usableSeconds)
        return [
            "The skin's conductance level lay between \(Text.number(low, digits: 2)) and "
                + "\(Text.number(high, digits: 2)) µS, with \(skin.responses.count) responses, "
                + "\(Text.number(rate, digits: 1)) for each usable minute."
        ]
    }

    private var breathing: [String] {
        guard let breathing = report.breathing else { return [] }
        let rates = breathing.minutes.compactMap(\.perMinute).sorted()
        guard let median = HTMLReport.median(rates) else { return [] }
        let how = breathing.isMeasured ? "measured by \(breathing.source)" : breathing.source
        return [
            "Breathing, \(how), could be told in \(rates.count) of \(breathing.minutes.count) minutes: "
                + "\(Text.number(median, digits: 1)) breaths a minute in the middle of them."
        ]
    }

    private var insights: [String] {
        guard report.heart != nil || report.movement != nil else { return [] }
        switch report.insights.count {
        case 0: return report.account.channels.isEmpty ? [] : ["The agent would have said nothing."]
        case 1: return ["The agent would have spoken once: \(report.insights[0].headline)."]
        case let count:
            return [
                "The agent would have spoken \(count) times, first: \(report.insights[0].headline)."
            ]
        }
    }

    private func value(_ measure: WireMeasure?, unit: String = "") -> String? {
        guard let measure, let value = measure.value?.value else { return nil }
        let number = Text.figure(value) + (unit.isEmpty ? "" : " \(unit)")
        guard let ends = measure.ci95, ends.count == 2 else { return number }
        return number + " (95 %: \(Text.figure(ends[0].value)) to \(Text.figure(ends[1].value)))"
    }
}
