import Biosignals
import Respiration
import HRV
import Insights
import PPG
import Sedentary

/// What every five minutes give: variability, skin, breath, temperature and the trend.
extension SessionPipeline {
    mutating func closeMeasures(_ window: Range<Double>) {
        for channel in digests.keys.sorted() {
            digests[channel]?.endWindow(
                window, keep: max(settings.trendHorizon.value, Self.digestsKept))
        }
        if ecg != nil {
            if let day = heartDay.take(before: window.lowerBound) { append(day, source: .ecg) }
            let (panel, corrected) = variability(window, of: heart, channel: ecg?.channel)
            append(.hrv(Self.stated(window, panel), source: .ecg, panel))
            noteTrendWindow(window, panel)
            notePerson(window, panel, source: .ecg)
            heartDay.append(
                corrected.nn, in: window, usable: panel.usable,
                isRegular: corrected.objection == nil)
        }
        if ppg != nil {
            if let day = pulseDay.take(before: window.lowerBound) { append(day, source: .ppg) }
            let (panel, corrected) = variability(window, of: pulse, channel: ppg?.channel)
            append(.hrv(Self.stated(window, panel), source: .ppg, panel))
            if ecg == nil { notePerson(window, panel, source: .ppg) }
            pulseDay.append(
                corrected.nn, in: window, usable: panel.usable,
                isRegular: corrected.objection == nil)
        }
        sayWhatAWindowTells(window)
    }

    /// A morning's word on recovery rests on five minutes of the evening before.
    private static let digestsKept = 14.0 * 3_600

    mutating func closeSlowMeasures(_ window: Range<Double>) {
        closeSkin(window)
        closeArousal(window)
        closeBreathing(window)
        closeOximetry(window)
        closeTemperature(window)
    }

    private func variability(
        _ window: Range<Double>, of log: BeatLog, channel: Int?
    ) -> (panel: HRVPanel, corrected: HRVCorrection.Corrected) {
        let rr = log.intervals(in: window, longest: Self.longestRR)
        let corrected = HRVCorrection.hypothesisTests.applied(to: rr)
        let panel = analyzer.panel(
            of: corrected.nn, window: Seconds(window.upperBound - window.lowerBound),
            usable: usable(in: window, of: channel), rhythm: corrected.objection,
            breathing: measuredBreathing(in: window))
        return (panel, corrected)
    }

    private static func stated(_ window: Range<Double>, _ panel: HRVPanel) -> SessionItem.Window {
        SessionItem.Window(start: window.lowerBound, end: window.upperBound, usable: panel.usable)
    }

    /// What is left of the last day at the end of the session.
    mutating func closeDays() {
        if let day = heartDay.finish() { append(day, source: .ecg) }
        if let day = pulseDay.finish() { append(day, source: .ppg) }
    }

    private mutating func append(_ day: DayOfIntervals.Day, source: BeatSource) {
        let length = Seconds(day.window.upperBound - day.window.lowerBound)
        let panel = analyzer.panel(of: day.nn, window: length, usable: day.usable)
            .withoutMeasuresOfStretches
        append(.hrv(Self.stated(day.window, panel), source: source, panel))
    }

    /// By the chest alone: what beats tell of breathing is no second opinion on beats.
    private func measuredBreathing(in window: Range<Double>) -> Hertz? {
        guard respiration != nil,
            let found = BreathingRate(in: window, direct: directBreathing, derived: [])
        else { return nil }
        return found.rate.value.map { Hertz($0 / 60) }
    }

    private mutating func noteTrendWindow(_ window: Range<Double>, _ panel: HRVPanel) {
        guard case .value(let lnRMSSD) = panel[.lnRMSSD],
            case .value(let rate) = panel[.heartRate]
        else { return }
        let states = epochStates.filter {
            $0.end > window.lowerBound && $0.end <= window.upperBound
        }
        trendWindows.append(
            TrendWindow(
                window: window, lnRMSSD: lnRMSSD,
                heartRate: PerMinute(rate), usable: panel.usable,
                isStationary: !states.isEmpty && states.allSatisfy { $0.state == .stationary }))
        trendWindows.removeAll {
            $0.window.upperBound < window.upperBound - settings.trendHorizon.value
        }
    }

    var trend: TrendFinding? { TrendFinding(windows: trendWindows) }

    func inputDigests(of insight: Insight) -> [String: [String]] {
        var inputs: [String: [String]] = [:]
        for claim in insight.claims where claim.source == .samples {
            inputs[claim.id] = digestedChannels(of: claim).flatMap { channel in
                let bout = digests[channel]?.boutDigest
                return claim.quantity == "stationary_time" && bout != nil
                    ? [bout].compactMap { $0 } : digests[channel]?.covering(claim.window) ?? []
            }
        }
        return inputs
    }

    /// Of a claim that names no channel, the one that carries the session.
    private func digestedChannels(of claim: Claim) -> [Int] {
        let named = digests.keys.sorted().filter { index in
            channels[index].role.map { claim.channels.contains($0) } ?? false
        }
        return named.isEmpty ? digests.keys.sorted().prefix(1).map { $0 } : named
    }

    private mutating func closeSkin(_ window: Range<Double>) {
        guard let channel = eda?.channel else { return }
        let usable = usable(in: window, of: channel)
        let levels = skin.levels.filter { window.contains(Double($0.second)) }
        let responses = skin.responses.filter { window.contains($0.onset) }
        let minutes = (window.upperBound - window.lowerBound) / 60
        let isScaled = channels[channel].unit == .microsiemens
        func measure(_ name: String, _ unit: String, _ value: Double?) -> SessionItem.Measure {
            let reason: Unavailable? =
                !isScaled
                ? .sourceUnsuitable(because: "the channel's unit is not known to be uS")
                : usable < SignalQuality.usableMin
                    ? .poorSignal(usable: usable, needed: SignalQuality.usableMin) : nil
            if let reason {
                return .init(name: name, unit: unit, estimate: .unavailable(reason))
            }
            return .init(
                name: name, unit: unit,
                estimate: value.map { .value($0) }
                    ?? .unavailable(.tooFewIntervals(found: 0, needed: 1)))
        }
        let mean =
            levels.isEmpty
            ? nil : levels.reduce(0) { $0 + $1.microsiemens } / Double(levels.count)
        let amplitude =
            responses.isEmpty
            ? nil : responses.reduce(0) { $0 + $1.amplitude } / Double(responses.count)
        append(
            .measures(
                .init(start: window.lowerBound, end: window.upperBound, usable: usable),
                source: .eda,
                [
                    measure("scl", "uS", mean),
                    measure(
                        "scrRate", "1/min", Double(responses.count) / max(minutes * usable, 1e-3)),
                    measure("scrAmplitude", "uS", amplitude),
                ]))
    }

    private mutating func closeBreathing(_ window: Range<Double>) {
        let derived = [heartBreathing, pulseBreathing].compactMap { $0?.estimates }
        guard
            let found = BreathingRate(
                in: window, direct: respiration == nil ? nil : directBreathing, derived: derived)
        else { return }
        append(
            .breathing(
                .init(start: window.lowerBound, end: window.upperBound, usable: found.usable),
                source: found.source, found.rate))
    }

    /// The ratio of ratios; a saturation only with a calibration of this very sensor.
    private mutating func closeOximetry(_ window: Range<Double>) {
        guard let oximeter else { return }
        let readings = oximeter.readings.filter {
            $0.seconds > window.lowerBound && $0.seconds <= window.upperBound
        }.map(\.reading)
        func median(_ value: (OximetryReading) -> Estimate<Double>) -> Estimate<Double> {
            let values = readings.compactMap { value($0).value }.sorted()
            guard values.isEmpty else {
                return .value((values[(values.count - 1) / 2] + values[values.count / 2]) / 2)
            }
            return readings.last.map(value)
                ?? .unavailable(.poorSignal(usable: 0, needed: SignalQuality.usableMin))
        }
        let known = readings.count { $0.ratio.value != nil }
        append(
            .oximetry(
                .init(
                    start: window.lowerBound, end: window.upperBound,
                    usable: readings.isEmpty ? 0 : Double(known) / Double(readings.count)),
                [
                    .init(name: "spo2", unit: "%", estimate: median(\.saturationPercent)),
                    .init(name: "ratioOfRatios", unit: "1", estimate: median(\.ratio)),
                    .init(
                        name: "perfusionIndex", unit: "%",
                        estimate: median(\.infraredPerfusionPercent)),
                ]))
    }

    private mutating func closeTemperature(_ window: Range<Double>) {
        guard let channel = temperatureChannel else { return }
        let seconds = Self.wholeSeconds(of: window)
        let mean = temperature.mean(in: seconds)
        let estimate: Estimate<Double> =
            channels[channel].unit != .degreesCelsius
            ? .unavailable(.sourceUnsuitable(because: "the channel's unit is not known to be degC"))
            : mean.map { .value($0) } ?? .unavailable(.poorSignal(usable: 0, needed: 0.5))
        append(
            .measures(
                .init(
                    start: window.lowerBound, end: window.upperBound, usable: mean == nil ? 0 : 1),
                source: .temperature,
                [.init(name: "temperature", unit: "degC", estimate: estimate)]))
    }
}

extension HRVPanel {
    /// A day put together from windows has no stretch longer than one of them.
    fileprivate var withoutMeasuresOfStretches: HRVPanel {
        HRVPanel(
            preset: preset, window: window, usable: usable, beatsTotal: beatsTotal, edits: edits,
            measures: measures.map { measure in
                guard measure.name.needsStretch || measure.name == .sampEn else { return measure }
                return HRVMeasure(
                    name: measure.name, unit: measure.unit,
                    estimate: .unavailable(
                        .sourceUnsuitable(because: "a running agent computes it over minutes only")),
                    method: measure.method)
            })
    }
}
