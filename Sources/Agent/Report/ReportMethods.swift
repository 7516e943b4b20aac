import Biosignals
import HRV
import Insights
import Reports

/// How everything in a report was done: sources, parameters, limits.
struct ReportMethods {
    let options: RecordingReporter.Options
    let heart: HeartReport?
    let session: SessionLook?

    var cards: [RecordingReport.MethodCard] {
        var cards: [RecordingReport.MethodCard] = []
        if let heart { cards += [beats(heart), variability, uncertainty] }
        let roles = Set((session?.used ?? []).compactMap { session?.channels[$0].role })
        if !roles.isEmpty { cards.append(quality) }
        if roles.contains(.eda) { cards.append(skin) }
        if !roles.isDisjoint(with: [.respiration, .ecg, .ppg]) { cards.append(breathing) }
        if session?.usesMotion == true { cards.append(movement) }
        if session != nil { cards.append(insights) }
        return cards
    }

    private var look: String {
        options.isLive
            ? "As a running agent: nothing looks ahead."
            : "A second look over the whole recording has the last word; a running agent has only the first."
    }

    private func beats(_ heart: HeartReport) -> RecordingReport.MethodCard {
        let timing = heart.rr.timingSD.map {
            "A beat's time is known to \(Text.figure($0.value)) ms (standard deviation), as estimated from "
                + "this signal."
        }
        guard let channel = heart.channel else {
            return .init(
                name: "Intervals",
                lines: [
                    "As the file gives them, one a line; nothing is known of the beats' quality."
                ])
        }
        let longest =
            "Steps longer than \(Text.figure(SessionPipeline.longestRR)) s are no intervals."
        if heart.source == "ppg" {
            return .init(
                name: "Pulses",
                lines: [
                    "In \(channel): Elgendi et al. (2013), doi:10.1371/journal.pone.0073557.", look,
                    longest,
                    "Pulse rate variability is not heart rate variability: every measure is named prv_.",
                ] + [timing].compactMap { $0 })
        }
        return .init(
            name: "Heart beats",
            lines: [
                "In \(channel): energy of the slope after Pan & Tompkins (1985), "
                    + "doi:10.1109/TBME.1985.325532, and a matched filter behind whitened noise, Xue, Hu & "
                    + "Tompkins (1992), doi:10.1109/10.126604, weighed together.", look, longest,
            ] + [timing].compactMap { $0 })
    }

    private var variability: RecordingReport.MethodCard {
        let card = HRVMethodCard(options.preset)
        let limits = HRVLimits()
        return .init(
            name: "Variability, preset \(options.preset.rawValue)",
            lines: ["correction: \(card.correction)"] + card.lines.map(\.text) + card.notes + [
                "Stated from \(Text.percent(limits.usableMinTime)) % usable signal on "
                    + "(\(Text.percent(limits.usableMinOther)) % for spectra and nonlinear measures), with at "
                    + "most \(Text.figure(limits.percentEditedMax)) % of the beats edited."
            ])
    }

    private var uncertainty: RecordingReport.MethodCard {
        .init(
            name: "95 % intervals and noise floors",
            lines: [
                "Of a window under five minutes: where the measure of the five minutes around it lies; of a "
                    + "longer one: where the mean of many such windows under the same conditions lies.",
                "Noise floor: the measure of a heart as regular as a clock, by the error of the beats' times "
                    + "alone.", "A dash: no error model exists for the measure.",
            ])
    }

    private var quality: RecordingReport.MethodCard {
        .init(
            name: "Signal quality",
            lines: [
                "Judged second by second from 0 to 1; under \(Text.figure(SignalQuality.usableMin)) nothing is "
                    + "computed from it, and the reason is counted.",
                "After Orphanidou et al. (2015), doi:10.1109/JBHI.2014.2338351, Clifford et al. (2012), "
                    + "doi:10.1088/0967-3334/33/9/1419, and for the skin Kleckner et al. (2018), "
                    + "doi:10.1109/TBME.2017.2758643.",
            ])
    }

    private var skin: RecordingReport.MethodCard {
        .init(
            name: "Skin conductance",
            lines: [
                options.isLive
                    ? "Level and responses as they come, Boucsein et al. (2012), "
                        + "doi:10.1111/j.1469-8986.2012.01384.x."
                    : "Taken apart into level, responses and noise after the model of Greco et al. (2016), "
                        + "doi:10.1109/TBME.2015.2474131.",
                "Amplitude from onset; a response says nothing about why the body was activated.",
            ])
    }

    private var breathing: RecordingReport.MethodCard {
        .init(
            name: "Breathing",
            lines: [
                "Of the chest's own channel: Schäfer & Kratky (2008), doi:10.1007/s10439-007-9428-1.",
                "Without one, derived from what it does to beats and pulses: Charlton et al. (2016), "
                    + "doi:10.1088/0967-3334/37/4/610, Karlen et al. (2013), doi:10.1109/TBME.2013.2246160.",
                "The rate of a minute is what is known at its end; nothing looks ahead.",
            ])
    }

    private var movement: RecordingReport.MethodCard {
        .init(
            name: "Stationary time",
            lines: [
                "Epochs of a minute; states and bouts after Tremblay et al. (2017), "
                    + "doi:10.1186/s12966-017-0525-8.",
                "Minutes are sums of probabilities; the 95 % interval counts neighbouring errors as alike.",
                "Posture is not observed: stationary is not necessarily sitting. Nothing looks ahead.",
            ])
    }

    private var insights: RecordingReport.MethodCard {
        let settings = options.replay.session.insights
        let thresholds = InsightSettings.keys.map { key in
            "\(key.name) \(Text.figure(key.get(settings)))"
        }
        return .init(
            name: "Insights",
            lines: [
                "Rules over the measures above, each with the probability that all it states is true; tact keeps "
                    + "it from being said too often. No baseline of the person was used.",
                "Thresholds: \(thresholds.joined(separator: ", ")).",
                session.map { "Parameters: \($0.parameters)." } ?? "",
            ].filter { !$0.isEmpty })
    }
}
