public import Biosignals
public import DSP
import RealModule

/// Electrocardiogram to R peaks and the quality of every second.
///
/// Input:  ECG in any unit, millivolts or raw counts, either polarity, 50…4,000 Hz, oldest first. A
///         sample that is not finite counts as the last one that was, and against its second.
/// Output: R peaks in samples of the input, counted from the first sample ever seen. The filters
///         are of linear phase and their delays taken off, so a position lies on the input's own
///         peak. It is the vertex of the parabola through the low-passed peak, moved to the
///         least-squares delay against the running median of its kind of QRS (`QRSTemplate`).
///         Each beat says whether the second detector confirms it and how sure its time is.
/// Delay:  a beat is known about 0.5 s after its peak; the beats of the first 3 s from the first
///         complex on when those are over, 5 s if only one stood out; a weak one when looking back,
///         after 1.5 RR intervals. A second is judged when the beat after it is known, 3.5 s after
///         its end at the latest. The output does not depend on how the input was cut.
/// Throws: `DSPError.rateOutOfRange` outside `rates`.
/// Source: an energy detector after Hamilton (2002), Open Source ECG Analysis, Computers in
///         Cardiology 29:101, and an adaptive matched filter after Xue, Hu & Tompkins (1992),
///         doi:10.1109/10.126604, weighed together; see `QRSDetector`.
public struct ECGProcessor: Sendable {
    /// Sampling rates that can be worked with, Hz.
    public static let rates: ClosedRange<Double> = 50...4_000
    /// Signal that is seen before the first beat is reported.
    public static let learningTime: Seconds = 3
    /// Two beats are never closer than this.
    public static let refractoryPeriod: Seconds = 0.22

    /// The working rate lies between this and twice this, unless the input is slower.
    private static let workingRate: Hertz = 125
    /// Rounding noise of a constant signal is below this share of its level.
    private static let roundingShare = 1e-9
    /// Slower than this it is electrode drift, not movement.
    private static let motionFrom: Hertz = 1
    /// Left out on either side of a beat when measuring motion.
    private static let blanking: Seconds = 0.1
    /// Decimated samples from one look for seconds that can be judged to the next.
    private static let lookEvery = 8

    private let rate: Hertz
    private let working: Hertz
    private var meter: SecondMeter
    private var mains: MainsMeter
    /// Mean square of the mains in the last whole second.
    private var mainsPower = 0.0
    private var decimator: LinearPhaseDecimator
    private var highPass: Butterworth
    private var detector: QRSDetector
    private var locator: RPeakLocator
    private var template: QRSTemplate
    private var judge = ECGSecondJudge()
    /// The decimated signal, and its band from 1 to about 15 Hz.
    private var clean: SampleHistory
    private var band: SampleHistory
    private var detections: [QRSDetector.Detection] = []
    /// A block of the input, what is not finite replaced, and the same decimated.
    private var values: [Double]
    private var decimated: [Double]
    private var residual: BeatResidual
    private var bands: ResidualBands?
    private var classes: BeatClasses
    private let projection: QRSProjection
    private var trust = BeatTrust()
    private var lastPosition = -Double.infinity
    private var nextLook = Self.lookEvery
    private var hasFinished = false
    private var path: BeatPath?

    /// What a second look at everything seen so far says are beats; nil unless remembering.
    var decisions: BeatDecisions? {
        detector.remembered.flatMap { path?.decide($0) }
    }

    public init(rate: Hertz) throws(DSPError) { try self.init(rate: rate, rules: .standard) }

    /// - Parameter isRemembering: whether `decisions` will be asked for; costs memory for every
    ///   candidate, some 300 bytes a second of signal.
    init(rate: Hertz, rules: QRSRules = .standard, isRemembering: Bool) throws(DSPError) {
        try self.init(rate: rate, rules: rules)
        detector = QRSDetector(
            rate: working, rules: rules, isRemembering: isRemembering, blockMax: decimated.count)
        path = isRemembering ? BeatPath(rate: working, rules: rules) : nil
    }

    init(rate: Hertz, rules: QRSRules) throws(DSPError) {
        guard Self.rates.contains(rate.value) else {
            throw .rateOutOfRange(rate: rate, allowed: Self.rates)
        }
        self.rate = rate
        let factor = LinearPhaseDecimator.factor(from: rate, to: Self.workingRate)
        working = Hertz(rate.value / Double(factor))
        meter = SecondMeter(rate: rate)
        mains = MainsMeter(rate: rate)
        decimator = LinearPhaseDecimator(factor: factor)
        highPass = try Butterworth(.highPass, order: 1, cutoff: Self.motionFrom, rate: working)
        values = Array(repeating: 0, count: Int(rate.value.rounded(.up)))
        decimated = Array(repeating: 0, count: values.count / factor + 1)
        detector = QRSDetector(rate: working, rules: rules, blockMax: decimated.count)
        locator = RPeakLocator(rate: working)
        template = QRSTemplate(rate: working)
        residual = BeatResidual(rate: working)
        bands = ResidualBands(rate: working)
        classes = BeatClasses(rate: working)
        projection = QRSProjection(rate: working)
        clean = SampleHistory(holding: Int(12 * working.value))
        band = clean
    }

    /// The same, its beats decided beforehand at a look at the same samples.
    /// - Precondition: nothing was processed yet.
    func following(_ decisions: BeatDecisions?) -> ECGProcessor {
        precondition(meter.count == 0, "A processor follows decisions from its first sample on.")
        var processor = self
        processor.detector = detector.following(decisions)
        return processor
    }

    /// Takes the next samples and appends what they made known. Does nothing after `finish`.
    public mutating func process(_ samples: [Double], into output: inout ECGOutput) {
        guard !hasFinished else { return }
        var start = 0
        while start < samples.count {
            // The last sample of a second is a block of its own: what is decided there knows the
            // second, what is decided before does not.
            let end = min(samples.count, start + max(1, meter.remaining - 1))
            meter.finite(samples[start..<end], into: &values)
            let block = values[..<(end - start)]
            mains.process(block)
            if let second = meter.process(block) { close(second) }
            advance(block, into: &output)
            start = end
        }
    }

    /// Ends the stream: appends the beats and whole seconds that were still waiting.
    public mutating func finish(into output: inout ECGOutput) {
        guard !hasFinished else { return }
        hasFinished = true
        guard meter.count > 0 else { return }
        // The last sample is held for as long as the filters and windows look ahead.
        let last = meter.finite(.nan)
        let count = Int(0.6 * rate.value)
        for place in 0..<count { values[place] = last }
        advance(values[..<count], into: &output)
        detector.finish(into: &detections)
        for detection in detections {
            if let beat = beat(of: detection) { output.beats.append(beat) }
        }
        detections.removeAll(keepingCapacity: true)
        while let index = judge.nextIndex { judgeSecond(index, into: &output) }
    }

    private mutating func close(_ second: RawSecond) {
        mainsPower = mains.close(count: second.count)
        let share = second.variance > 0 ? min(1, mainsPower / second.variance) : 0
        judge.append(ECGSecondJudge.Facts(raw: second, mains: share))
    }

    private mutating func advance(_ block: ArraySlice<Double>, into output: inout ECGOutput) {
        let count = decimator.process(block, into: &decimated)
        guard count > 0 else { return }
        detector.process(decimated[..<count], into: &detections)
        band.append(count) { band in
            _ = band.update(fromContentsOf: detector.smooth[..<count])
            highPass.process(inPlace: band)
        }
        // A beat is described from what was there when it was decided, and no more.
        let first = clean.count
        for detection in detections {
            let end = detection.known + 1
            judgeSeconds(before: end, into: &output)
            clean.append(contentsOf: decimated[(clean.count - first)..<(end - first)])
            if let beat = beat(of: detection) { output.beats.append(beat) }
        }
        detections.removeAll(keepingCapacity: true)
        clean.append(contentsOf: decimated[(clean.count - first)..<count])
        judgeSeconds(before: clean.count + 1, into: &output)
    }

    /// From the index of a decimated sample to its place in the input.
    private func position(of index: Double) -> Double {
        (index + 1) * Double(decimator.factor) - 1 - decimator.delay
    }

    /// From a time in the input to the index of a decimated sample.
    private func index(at seconds: Double) -> Int {
        Int(((seconds * rate.value + 1 + decimator.delay) / Double(decimator.factor)).rounded()) - 1
    }

    private mutating func beat(of detection: QRSDetector.Detection) -> Fiducial? {
        let middle = detection.index - detector.delay
        let peak = locator.locate(in: clean, near: middle)
        guard peak.amplitude > Self.roundingShare * abs(clean[middle]) else { return nil }
        let agreement = template.compare(clean, at: peak.position, mainsPower: mainsPower)
        var fine = peak.position
        if let shift = agreement?.shift { fine += shift }
        let place = position(of: fine)
        guard place >= max(0, lastPosition + 0.5 * Self.refractoryPeriod.value * rate.value),
            place <= Double(meter.count - 1), !isCutOff(place, agreement)
        else { return nil }
        let interval = min(10, (place - lastPosition) / rate.value)
        let verdict = trust.judge(
            classes.compare(clean, at: Int(fine.rounded()), interval: interval * working.value),
            interval: Seconds(interval), margin: detection.margin,
            isConfirmed: detection.isConfirmed, noise: detection.noise)
        lastPosition = place
        judge.append(ECGSecondJudge.Beat(seconds: place / rate.value, verdict: verdict))
        return Fiducial(
            kind: .rPeak, position: place,
            quality: min(judge.latestBound, verdict.quality),
            evidence: Fiducial.Evidence(
                amplitude: peak.amplitude, templateCorrelation: agreement?.correlation,
                margin: detection.margin, foundBySearchBack: detection.foundBySearchBack,
                isConfirmed: detection.isConfirmed,
                positionSD: agreement?.positionSD.map { $0 * Double(decimator.factor) },
                shape: projection.coefficients(of: clean, at: fine)))
    }

    /// The held sample behind a recording's end is an edge: what lies next to it must look like a
    /// QRS.
    private func isCutOff(_ place: Double, _ agreement: QRSTemplate.Agreement?) -> Bool {
        hasFinished && place > Double(meter.count) - Self.blanking.value * rate.value
            && (agreement?.correlation ?? 0) < QRSTemplate.correlationMin
    }

    /// Judges the seconds that are due, looked at sixteen times a second or so: often enough, and
    /// cheap.
    private mutating func judgeSeconds(before count: Int, into output: inout ECGOutput) {
        while nextLook < count {
            let now = Seconds(Double(nextLook) / working.value)
            while let index = judge.nextIndex, judge.isDue(now: now) {
                judgeSecond(index, into: &output)
            }
            nextLook += Self.lookEvery
        }
    }

    private mutating func judgeSecond(_ second: Int, into output: inout ECGOutput) {
        let blank = Int(Self.blanking.value * working.value)
        let lead = Int(BeatResidual.lead.value * working.value)
        let (start, end) = (index(at: Double(second)), index(at: Double(second + 1)))
        var power = BeatResidual.Power()
        func measure(_ stretch: Range<Int>, beat: Int?) {
            guard !stretch.isEmpty else { return }
            bands?.measure(stretch, of: clean, beat: beat)
            let late = detector.smoothDelay
            band.withSamples((stretch.lowerBound + late)...(stretch.upperBound + late - 1)) {
                residual.process(
                    $0, from: beat.map { stretch.lowerBound - $0 }, blank: blank, into: &power)
            }
        }
        // Each beat until the next begins.
        var place = start
        var current: Int?
        for seconds in judge.beats(near: second) {
            let beat = index(at: seconds)
            if current != nil {
                let turn = max(place, min(end, beat - lead))
                measure(place..<turn, beat: current)
                place = turn
            }
            current = beat
        }
        measure(place..<end, beat: current)
        let motion =
            power.square > 0 ? Double.log(power.square / Double(power.count)) / 2 : nil
        let judged = judge.judge(motionLogRMS: motion, motionBands: bands?.closeSecond())
        if let judged { output.seconds.append(judged) }
    }
}
