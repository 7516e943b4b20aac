import Biosignals
import DSP
import Dashboard
import HRV
import PPG
import Respiration
import Sedentary

/// What is computed for whoever watches.
extension PageTeller {
    /// Beats that the heart rate of the moment rests on.
    private static let beatsOfTheMoment = 8
    /// A heart rate rests on beats this fresh, s.
    private static let freshMax = 6.0

    /// What changes from beat to beat, and from second to second.
    func glance(at pipeline: SessionPipeline) -> [PageTile] {
        let slow = [
            breathing(pipeline), skinLevel(pipeline), skinResponses(pipeline),
            saturation(pipeline), temperature(pipeline), stationary(pipeline),
        ]
        return [heartRate(pipeline)].compactMap(\.self) + slow.compactMap(\.self)
    }

    /// What can be had at once, at any speed: the rate of the last minute where that of the moment
    /// would be of beats that have not been told yet.
    func summary(at pipeline: SessionPipeline) -> [PageTile] {
        let source: BeatSource = pipeline.ecg != nil ? .ecg : .ppg
        guard let rolling = source == .ecg ? pipeline.rolling : pipeline.sights?.pulse,
            pipeline.ecg != nil || pipeline.ppg != nil
        else { return glance(at: pipeline) }
        var tiles = glance(at: pipeline)
        let at = pipeline.duration
        if let rate = rolling.heartRate, let first = tiles.first, first.value == nil {
            tiles[0] = PageTile(
                id: first.id, label: first.label, value: rate, unit: first.unit, windowSeconds: 60,
                at: at, source: first.source, method: "mean of the last minute's intervals")
        }
        tiles.append(
            PageTile(
                id: (source == .ppg ? "prv_" : "") + HRVMeasureName.rmssd.rawValue, label: "RMSSD",
                value: rolling.rmssd, unit: HRVMeasureName.rmssd.unit,
                reason: rolling.rmssd != nil
                    ? nil : rolling.objection?.code ?? "windowTooShort",
                windowSeconds: 300, at: at, source: source.rawValue))
        return tiles
    }

    /// Variability of the last five minutes: tiles, tachogram, Poincaré, spectrum.
    func look(at pipeline: SessionPipeline) -> [PageMessage] {
        let source: BeatSource = pipeline.ecg != nil ? .ecg : .ppg
        guard pipeline.ecg != nil || pipeline.ppg != nil,
            let rolling = source == .ecg ? pipeline.rolling : pipeline.sights?.pulse
        else { return [] }
        let nn = rolling.sliding.fiveMinutes.intervals
        let window = window(of: nn)
        let usable = usable(
            last: window, of: source == .ecg ? pipeline.ecg?.channel : pipeline.ppg?.channel)
        let panel = pipeline.analyzer.panel(
            of: nn, window: Seconds(window), usable: usable, rhythm: rolling.objection)
        let tiles = HRVTile.all.map { tile in
            PageMessage.tile(
                tile.message(of: panel, at: pipeline.duration, source: source.rawValue))
        }
        return [
            .tachogram(
                PageTachogram(
                    source: source.rawValue,
                    points: TachogramPoints(
                        settled: nn, until: rolling.settledUntil, beats: beats[source] ?? []
                    ).points)),
            .poincare(poincare(nn, panel)),
            .spectrum(spectrum(nn, panel)),
        ] + tiles
    }

    private func window(of nn: NNIntervals) -> Double {
        guard let first = nn.endSeconds.first, let last = nn.endSeconds.last else { return 0 }
        return min(300, last - first + nn.milliseconds[0] / 1_000)
    }

    private func poincare(_ nn: NNIntervals, _ panel: HRVPanel) -> PagePoincare {
        if let reason = panel[.sd2].unavailable ?? panel[.sd1].unavailable {
            return .unavailable(reason.code)
        }
        guard let plot = PoincarePlot(of: nn) else { return .unavailable("tooFewIntervals") }
        var points: [[Double]] = []
        for index in nn.milliseconds.indices.dropFirst() where nn.followsPrevious[index] {
            points.append([nn.milliseconds[index - 1], nn.milliseconds[index]])
        }
        let mean = nn.milliseconds.reduce(0, +) / Double(max(1, nn.count))
        return .plot(sd1: plot.sd1, sd2: plot.sd2, mean: mean, points: points)
    }

    private func spectrum(_ nn: NNIntervals, _ panel: HRVPanel) -> PageSpectrum {
        if let reason = panel[.hfPower].unavailable { return .unavailable(reason.code) }
        guard let spectrum = Tachogram(of: nn).spectrum() else {
            return .unavailable("tooFewIntervals")
        }
        let shown = spectrum.density.indices.prefix {
            spectrum.frequency(at: $0).value <= 0.5
        }
        func band(_ name: String, _ range: Range<Double>) -> PageSpectrum.Band {
            .init(
                name: name, low: range.lowerBound, high: range.upperBound,
                power: spectrum.power(in: range))
        }
        return .density(
            first: spectrum.frequency(at: 0).value, step: spectrum.resolution.value,
            density: shown.map { spectrum.density[$0] },
            bands: [
                band("VLF", HRVBands.vlf), band("LF", HRVBands.lf), band("HF", HRVBands.hf),
            ],
            breathingHertz: panel.breathing?.measured?.value
                ?? panel.breathing?.peak.value?.frequency.value,
            preset: panel.preset.rawValue)
    }

    /// Of the last few beats: it is there with the first ones.
    private func heartRate(_ pipeline: SessionPipeline) -> PageTile? {
        let source: BeatSource = pipeline.ecg != nil ? .ecg : .ppg
        guard pipeline.ecg != nil || pipeline.ppg != nil else { return nil }
        let recent = (beats[source] ?? []).suffix(Self.beatsOfTheMoment + 1)
        var intervals: [Double] = []
        for (previous, beat) in zip(recent, recent.dropFirst())
        where min(previous.quality, beat.quality) >= SignalQuality.usableMin {
            let interval = beat.seconds - previous.seconds
            if interval > 0, interval <= SessionPipeline.longestRR { intervals.append(interval) }
        }
        let isFresh = recent.last.map { pipeline.duration - $0.seconds <= Self.freshMax } ?? false
        let sum = intervals.reduce(0, +)
        let isKnown = isFresh && intervals.count >= 3
        return PageTile(
            id: "heartRate", label: source == .ecg ? "Heart rate" : "Pulse rate",
            value: isKnown ? 60 * Double(intervals.count) / sum : nil, unit: "1/min",
            reason: isKnown ? nil : isFresh || recent.isEmpty ? "tooFewIntervals" : "poorSignal",
            windowSeconds: isKnown ? sum : nil, at: recent.last?.seconds ?? pipeline.duration,
            source: source.rawValue, method: "mean of the last \(intervals.count) intervals")
    }

    private func breathing(_ pipeline: SessionPipeline) -> PageTile? {
        let derived = [pipeline.heartBreathing, pipeline.pulseBreathing]
            .compactMap { $0?.estimates }
        let estimates = pipeline.respiration != nil ? [pipeline.directBreathing] : derived
        guard !estimates.isEmpty else { return nil }
        let latest = estimates.compactMap(\.last).max { $0.end.value < $1.end.value }
        return PageTile(
            id: "breathing", label: "Breathing", value: latest?.rate.value?.value, unit: "1/min",
            reason: latest.map { $0.rate.unavailable?.code } ?? "windowTooShort",
            windowSeconds: latest.map { $0.end.value - $0.start.value },
            at: latest?.end.value ?? pipeline.duration,
            source: latest?.source.rawValue ?? "resp",
            method: latest?.source.isDerived == true ? "derived from the beats" : "")
    }

    private func skinLevel(_ pipeline: SessionPipeline) -> PageTile? {
        guard let channel = pipeline.eda?.channel else { return nil }
        let isScaled = pipeline.channels[channel].unit == .microsiemens
        let last = pipeline.skin.levels.last
        return PageTile(
            id: "scl", label: "Skin conductance", value: last?.microsiemens, unit: "uS",
            reason: last != nil ? nil : isScaled ? "windowTooShort" : "sourceUnsuitable",
            windowSeconds: last != nil ? 1 : nil,
            at: last.map { Double($0.second) } ?? pipeline.duration, source: "eda",
            method: "tonic level")
    }

    private func skinResponses(_ pipeline: SessionPipeline) -> PageTile? {
        guard let channel = pipeline.eda?.channel,
            pipeline.channels[channel].unit == .microsiemens
        else { return nil }
        let window = min(300, pipeline.duration)
        let end = pipeline.duration
        let usable = usable(last: window, of: channel)
        let count = responses.count { $0 > end - window }
        let isKnown = window >= 60 && usable >= SignalQuality.usableMin
        return PageTile(
            id: "scrRate", label: "Skin responses",
            value: isKnown ? 60 * Double(count) / (window * usable) : nil, unit: "1/min",
            reason: isKnown ? nil : window < 60 ? "windowTooShort" : "poorSignal",
            windowSeconds: window, at: end, source: "eda")
    }

    private func saturation(_ pipeline: SessionPipeline) -> PageTile? {
        guard let oximeter = pipeline.oximeter, let last = oximeter.readings.last else {
            return nil
        }
        let estimate = last.reading.saturationPercent
        return PageTile(
            id: "spo2", label: "Oxygen saturation", value: estimate.value, unit: "%",
            reason: estimate.unavailable?.code, at: last.seconds, source: "ppg")
    }

    private func temperature(_ pipeline: SessionPipeline) -> PageTile? {
        guard let channel = pipeline.temperatureChannel else { return nil }
        let now = Int(pipeline.duration)
        let isScaled = pipeline.channels[channel].unit == .degreesCelsius
        let mean = isScaled ? pipeline.temperature.mean(in: max(0, now - 10)..<now + 1) : nil
        return PageTile(
            id: "temperature", label: "Temperature", value: mean, unit: "degC",
            reason: mean != nil ? nil : isScaled ? "poorSignal" : "sourceUnsuitable",
            windowSeconds: 10, at: pipeline.duration, source: "temp")
    }

    private func stationary(_ pipeline: SessionPipeline) -> PageTile? {
        guard pipeline.usesMotion, pipeline.minutesClosed > 0 else { return nil }
        let bout = pipeline.tracker.current
        return PageTile(
            id: "stationary", label: "Stationary", value: bout?.minutes ?? 0, unit: "min",
            interval95: bout?.minutesInterval95,
            windowSeconds: bout.map { $0.end.value - $0.start.value },
            at: pipeline.duration, source: "epochs", method: "minutes of the current bout")
    }
}
