public import Acquisition
public import Biosignals
import DSP
import ECG
import PPG
import Respiration

/// Breathing of a whole recording: by the chest's own channel if there is one, else by what it does
/// to the beats of the ECG and the pulses of the PPG. What the command `respiration` shows.
public struct BreathingAnalysis: Sendable {
    /// The rate of one minute of the recording.
    public struct Minute: Sendable {
        public let window: Range<Double>
        public let perMinute: Estimate<Double>
    }

    /// The channel breathing was measured by, or what it was derived from.
    public private(set) var source = ""
    /// Beginnings of breaths in, seconds since the recording began; of derived breathing one moment
    /// of each breath, of which it is not known whether the lungs began to fill or to empty.
    public private(set) var breathsSeconds: [Double] = []
    public private(set) var minutes: [Minute] = []
    /// Share of the minutes' estimates that state a rate, 0…1.
    public private(set) var usable = 0.0
    public private(set) var damage: AcquisitionError?
    public private(set) var wasStopped = false

    private var chest: Track<RespirationProcessor>?
    private var heart: Track<ECGProcessor>?
    private var pulse: Track<PPGProcessor>?
    private var direct: [RespirationEstimate] = []
    private var directBreaths: [Double] = []
    private var heartBreathing: BeatBreathing?
    private var pulseBreathing: BeatBreathing?

    /// The rate of a minute is what a running agent knows at its end: here nothing looks ahead.
    ///
    /// - Throws: `SessionError` if there is nothing to breathe from, `AcquisitionError`.
    public init(
        of path: String, options: RecordingOptions = RecordingOptions(),
        isStopped: () -> Bool = { false }
    ) throws {
        let reader = try RecordingReader(opening: path, options: options)
        do { try open(reader.channels) } catch {
            throw SessionError.cannotProcess(recording: path, because: "\(error)")
        }
        guard chest != nil || heart != nil || pulse != nil else {
            throw SessionError.noChannel(
                role: .respiration, recording: path, found: reader.channels.map(\.name))
        }
        var duration = 0.0
        var blocks: [SignalBlock] = []
        var ending: ReadingEnd?
        while true {
            ending = reader.step(into: &blocks, isStopped: isStopped)
            guard ending == nil else { break }
            for block in blocks {
                take(block)
                duration = max(
                    duration, Double(block.end) / reader.channels[block.channel].rate.value)
            }
        }
        damage = ending?.damage
        wasStopped = ending == .stopped
        finish()
        conclude(duration: duration, channels: reader.channels)
    }

    private mutating func open(_ channels: [Channel]) throws(DSPError) {
        func first(_ role: ChannelRole) -> Int? { channels.firstIndex { $0.role == role } }
        if let index = first(.respiration) {
            let processor = try RespirationProcessor(rate: channels[index].rate)
            chest = try Track(
                channel: index, channels[index], processor: processor, beginningAt: 0)
        }
        if let index = first(.ecg) {
            let processor = try ECGProcessor(rate: channels[index].rate)
            heart = try Track(
                channel: index, channels[index], processor: processor, beginningAt: 0)
            heartBreathing = BeatBreathing(source: .ecg, rate: channels[index].rate)
        }
        if let index = first(.ppg) {
            let processor = try PPGProcessor(rate: channels[index].rate)
            pulse = try Track(
                channel: index, channels[index], processor: processor, beginningAt: 0)
            pulseBreathing = BeatBreathing(source: .ppg, rate: channels[index].rate)
        }
    }

    private mutating func take(_ block: SignalBlock) {
        let seconds = { (rate: Double) in Double(block.start) / rate }
        if block.channel == chest?.channel {
            if let ended = chest?.gap(before: block)?.ended { add(ended) }
            if let result = chest?.process(block) { add(result) }
        } else if block.channel == heart?.channel, let rate = heart?.rate {
            if let gap = heart?.gap(before: block) {
                if let ended = gap.ended { heartBreathing?.append(ended.output.beats) }
                heartBreathing?.interrupt()
            }
            heartBreathing?.append(block.samples, at: seconds(rate))
            if let result = heart?.process(block) { heartBreathing?.append(result.output.beats) }
        } else if block.channel == pulse?.channel, let rate = pulse?.rate {
            if let gap = pulse?.gap(before: block) {
                if let ended = gap.ended { pulseBreathing?.append(ended.output.pulses) }
                pulseBreathing?.interrupt()
            }
            pulseBreathing?.append(block.samples, at: seconds(rate))
            if let result = pulse?.process(block) { pulseBreathing?.append(result.output.pulses) }
        }
    }

    private mutating func finish() {
        if let result = chest?.finish() { add(result) }
        if let result = heart?.finish() { heartBreathing?.append(result.output.beats) }
        if let result = pulse?.finish() { pulseBreathing?.append(result.output.pulses) }
        heartBreathing?.finish()
        pulseBreathing?.finish()
    }

    private mutating func add(_ result: Track<RespirationProcessor>.Result) {
        let origin = Seconds(result.originSeconds)
        direct += result.output.estimates.map { $0.moved(by: origin) }
        directBreaths += result.output.breaths.map { result.seconds($0.position) }
    }

    private mutating func conclude(duration: Double, channels: [Channel]) {
        let chestEstimates = chest == nil ? nil : direct
        let derived = [heartBreathing, pulseBreathing].compactMap { $0?.estimates }
        var shares: [Double] = []
        // Minutes of which something can be said: a recording may hold a pause of years.
        let told = ((chestEstimates ?? []) + derived.flatMap { $0 }).map { $0.end.value }
        for minute in Set(told.map { ((max(1, $0) - 1) / 60).rounded(.down) }).sorted() {
            let start = 60 * minute
            let window = start..<min(start + 60, max(duration, start + 1))
            guard let found = BreathingRate(in: window, direct: chestEstimates, derived: derived)
            else { continue }
            minutes.append(Minute(window: window, perMinute: found.rate))
            shares.append(found.usable)
        }
        usable = shares.isEmpty ? 0 : shares.reduce(0, +) / Double(shares.count)
        let whole = BreathingRate(
            in: 0..<(duration + 1), direct: chestEstimates, derived: derived)
        if let chest, whole?.source == .direct || derived.isEmpty {
            source = channels[chest.channel].name
            breathsSeconds = directBreaths
        } else {
            source = whole?.source.account ?? ""
            let from = whole?.source == .ppg ? pulseBreathing : heartBreathing ?? pulseBreathing
            breathsSeconds = (from?.breaths ?? []).map(\.time.value)
        }
    }
}
