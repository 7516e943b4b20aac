public import Biosignals
import DSP
import ECG
import EDA
import HRV
public import Insights
import PPG
import Respiration
public import Sedentary

/// The signal rooms wired together for one recording: blocks in, findings out.
///
/// A value without clock or I/O: a board and a recording go through the same code, and what comes
/// out does not depend on how the input was cut. A window closes some seconds after its end, when
/// every detector has had its last word on it.
public struct SessionPipeline: Sendable {
    public struct Settings: Sendable {
        public var heartRateEvery: Seconds = 60
        public var measuresEvery: Seconds = 300
        /// Every threshold of the insights.
        public var insights = InsightSettings()
        /// Only what is said at this second of the session is of interest, tact aside: an insight is
        /// derived again. Nil in every ordinary session.
        var onlyAt: Double?
        public var trendHorizon: Seconds = Seconds(3 * 3_600)
        /// Whether the rolling windows move with every beat: a look at five minutes of beats for
        /// each, about a millisecond, too much for a day at full speed.
        public var rollsAtEveryBeat = false
        /// Whether what only a page shows is gathered too; whoever asks takes it away.
        var isShown = false
        /// Whether what insights rest on is gathered to be kept; whoever asks takes it away.
        var keepsFacts = false
        /// Whether it is one of a row of live sessions of a person: it goes on where the last one
        /// ended, and a night that is not over at its end is left to the next.
        var carriesOn = false
        /// The person's time of day; unknown for a recording that does not say when it began.
        var localClock = LocalClock.unknown

        /// Measures close with every so many minutes.
        var minutesPerMeasure: Int {
            max(1, Int((measuresEvery.value / heartRateEvery.value).rounded()))
        }

        public init() {}
    }

    /// Longest delay between a sample and the last word on it: of beats, pulses and of every
    /// channel's judged seconds (respiration's take nine).
    static let settling = 10.0
    /// The same of breaths and of skin conductance responses, which may take 31 s.
    static let settlingOfSlowSignals = 35.0
    /// A channel that has fallen silent holds the others up for so long.
    static let patience = 120.0
    /// A channel that nobody works on has gaps that nobody asks about.
    static let explanationsMax = 64
    /// After this many seconds without a sample, minutes are passed over until there is one.
    static let darkMin = 600.0

    public private(set) var channels: [Channel]
    let settings: Settings
    let analyzer: HRVAnalyzer

    var ecg: Track<ECGProcessor>?
    var ppg: Track<PPGProcessor>?
    var eda: Track<EDAProcessor>?
    var respiration: Track<RespirationProcessor>?
    private(set) var accelerationChannels: [Int] = []
    private(set) var temperatureChannel: Int?

    var heart = BeatLog()
    var pulse = BeatLog()
    /// Of the heart, as of now.
    var rolling: RollingVariability
    /// For a page; nil: nobody asked.
    var sights: SessionSights?
    var heartDay = DayOfIntervals()
    var pulseDay = DayOfIntervals()
    /// Breathing by the chest's own channel, and by what it does to beats and pulses.
    var directBreathing: [RespirationEstimate] = []
    var heartBreathing: BeatBreathing?
    var pulseBreathing: BeatBreathing?
    var oximeter: Oximeter?
    var skin = SkinLog()
    var movement = MovementLog()
    var temperature = SecondMoments()
    /// Chest impedance second by second, for the steps of its baseline.
    var impedance = SecondMoments()
    var baselineSteps = BaselineStepFinder()
    var standingFinder = StandingFinder()
    /// What other agents said, and what a board's own motion sensor says.
    var context = ContextLog()
    var boardMotion = BoardMotion()
    var logs: [Int: SecondLog] = [:]
    /// Every judged second of the session, if somebody wants to draw them; a log forgets.
    var verdicts: [Int: JudgedSeconds]?
    var toldUsable: [Int: Bool] = [:]
    /// Gaps that are told with the minute they end in.
    var gaps: [(channel: Int, gap: Gap)] = []
    /// Why samples that are about to be missed are missing.
    var explanations: [Int: [Gap]] = [:]
    /// Of the channels that claims rest on.
    var digests: [Int: InputDigests] = [:]

    var classifier: EpochClassifier
    var tracker = BoutTracker()
    let rules: InsightRules
    var tact: Tact
    var personal: PersonalRecords
    /// How each channel's signal has been, by channel.
    var stretches: [Int: SignalStretches] = [:]
    /// Judged seconds of minutes that are not closed yet, by channel: what is said at a minute's end
    /// rests on what was before it, however the input was cut.
    var unheard: [Int: [SecondOfSignal]] = [:]
    var arousal = ArousalHistory()
    /// Whether arousal was found raised in the last window that was looked at.
    var isAroused = false
    /// What the minutes since the last slow window showed of heart and movement, oldest first.
    var heartMinutes: [HeartMinute] = []
    var restingHeart = DayResting()
    var restingPulse = DayResting()
    /// A day's value that has not been told of yet, and since when.
    var recovery: (value: RestingValue, isPulse: Bool, since: Double)?
    var lastState = Epoch.State.unknown
    var boutMinutes = BoutMinutes()
    var trendWindows: [TrendWindow] = []
    public internal(set) var stationaryTotal = StationaryTotal()
    var epochStates: [(end: Double, state: Epoch.State)] = []

    /// Minutes whose windows of the heart and of movement have been closed, and those of which
    /// skin, breath and temperature have.
    var minutesClosed = 0
    var slowMinutesClosed = 0
    /// Stretches without a sample on any channel, long enough to be passed over.
    var darkness: [Range<Double>] = []
    /// Seconds up to which each channel has been read.
    var read: [Double] = []
    /// Seconds before which nothing will come on each channel any more.
    private var silence: [Double] = []

    /// Channels that have a role but cannot be worked on, each with the reason.
    public private(set) var setAside: [String] = []

    public private(set) var items: [SessionItem] = []
    /// Not kept yet, oldest first.
    var facts: [SessionFact] = []
    public private(set) var beats: [TimedBeat] = []

    /// - Parameters:
    ///   - channels: of the recording, in its order; of several with a role the first is used.
    ///   - name: the recording's, for errors.
    /// - Throws: `SessionError` if there is no channel to work on.
    public init(
        channels: [Channel], name: String = "the recording", settings: Settings = Settings()
    ) throws(SessionError) {
        try self.init(
            channels: channels, name: name, settings: settings, personal: PersonalRecords())
    }

    /// - Parameter personal: what is known of the person from before.
    init(
        channels: [Channel], name: String, settings: Settings, personal: PersonalRecords
    ) throws(SessionError) {
        self.channels = []
        self.settings = settings
        do { analyzer = try HRVAnalyzer(preset: .taskforce) } catch {
            throw .cannotProcess(recording: name, because: "\(error)")
        }
        classifier = EpochClassifier(epoch: settings.heartRateEvery)
        rolling = RollingVariability(atEveryBeat: settings.rollsAtEveryBeat)
        sights =
            settings.isShown
            ? SessionSights(rollsAtEveryBeat: settings.rollsAtEveryBeat) : nil
        rules = InsightRules(settings.insights, personal.layers)
        tact = Tact(settings: settings.insights.tact)
        self.personal = personal
        takeOver()
        join(channels, at: 0)
        guard !channelsInUse.isEmpty else {
            throw .noUsableChannel(
                recording: name, found: channels.map(\.name), because: setAside)
        }
    }

    /// Channels of a source that comes later: those whose role nobody has yet are worked on from
    /// here on. Their indices go on behind the channels there are.
    ///
    /// - Parameter seconds: of the session; what lies before is no gap of theirs.
    public mutating func join(_ joining: [Channel], at seconds: Double) {
        let first = channels.count
        channels += joining
        read += Array(repeating: seconds, count: joining.count)
        silence += Array(repeating: 0, count: joining.count)
        ecg =
            ecg
            ?? track(.ecg, from: first, at: seconds) { channel throws(DSPError) in
                try ECGProcessor(rate: channel.rate)
            }
        ppg =
            ppg
            ?? track(.ppg, from: first, at: seconds) { channel throws(DSPError) in
                try PPGProcessor(rate: channel.rate)
            }
        eda =
            eda
            ?? track(.eda, from: first, at: seconds) { channel throws(DSPError) in
                try EDAProcessor(rate: channel.rate, unit: channel.unit)
            }
        respiration =
            respiration
            ?? track(.respiration, from: first, at: seconds) {
                channel throws(DSPError) in try RespirationProcessor(rate: channel.rate)
            }
        oximeter = oximeter ?? Oximeter(channels: channels, from: first)
        for (offset, channel) in joining.enumerated() where channel.role == .acceleration {
            if channel.unit == .standardGravity {
                accelerationChannels.append(first + offset)
            } else if channel.unit == .counts {
                setAside.append("\(channel.name) is left out: its unit is not known to be g.")
            }
        }
        temperatureChannel =
            temperatureChannel ?? channels[first...].firstIndex { $0.role == .temperature }
        let stating = [ecg?.channel, ppg?.channel, eda?.channel, respiration?.channel]
        for channel in stating.compactMap({ $0 }) + accelerationChannels.prefix(1)
        where digests[channel] == nil {
            digests[channel] = InputDigests(channel: channels[channel])
        }
    }

    /// The first of the joining channels with the role on its way through its processor; a channel
    /// that the processor cannot take is set aside with the reason, the others go on.
    private mutating func track<Processor>(
        _ role: ChannelRole, from first: Int, at seconds: Double,
        _ processor: (Channel) throws(DSPError) -> Processor
    ) -> Track<Processor>? {
        guard let index = channels[first...].firstIndex(where: { $0.role == role }) else {
            return nil
        }
        do {
            return try Track(
                channel: index, channels[index], processor: try processor(channels[index]),
                beginningAt: seconds)
        } catch {
            setAside.append("\(channels[index].name) is left out: \(error)")
            return nil
        }
    }

    /// From here on somebody watches: the rolling windows begin anew, and move with every beat.
    mutating func rollAtEveryBeat() {
        rolling = RollingVariability(atEveryBeat: true)
        sights?.pulse = RollingVariability(atEveryBeat: true)
    }

    /// Takes the next block of a channel. Findings wait in `items` and `beats` until taken.
    public mutating func process(_ block: SignalBlock) {
        let rate = channels[block.channel].rate.value
        noteDarkness(before: Double(block.start) / rate)
        read[block.channel] = max(read[block.channel], Double(block.end) / rate)
        oximeter?.append(block)
        if block.channel == ecg?.channel {
            processECG(block)
        } else if block.channel == ppg?.channel {
            processPPG(block)
        } else if block.channel == eda?.channel {
            processEDA(block)
        } else if block.channel == respiration?.channel {
            impedance.append(block, rate: rate)
            processRespiration(block)
        } else if block.channel == temperatureChannel {
            temperature.append(block, rate: rate)
        } else if accelerationChannels.contains(block.channel) {
            movement.append(block, rate: rate)
        }
        digests[block.channel]?.append(block)
    }

    /// Nobody wants a window for each minute of a week in which nothing was recorded.
    private mutating func noteDarkness(before seconds: Double) {
        guard let seen = read.max(), seconds > seen + Self.darkMin else { return }
        darkness.append((seen + Self.darkMin)..<seconds)
    }

    /// Says why samples are missing, before the block behind them is processed.
    public mutating func explain(_ gap: Gap, of channel: Int) {
        explanations[channel, default: []].append(gap)
        let surplus = explanations[channel, default: []].count - Self.explanationsMax
        if surplus > 0 { explanations[channel]?.removeFirst(surplus) }
    }

    /// Says that nothing before `seconds` will come on a channel any more: its board is away, or it
    /// has nothing to say. Then the others' windows need not wait for it.
    public mutating func expectNothing(of channel: Int, before seconds: Double) {
        silence[channel] = max(silence[channel], seconds)
    }

    /// What another agent said; nothing that happened before it was known rests on it.
    mutating func tell(_ fact: ContextFact) { context.tell(fact) }

    /// A board's motion sensor says that it moves, or rests, from here on.
    mutating func noteBoardMotion(_ isMoving: Bool, at seconds: Double) {
        boardMotion.note(isMoving, at: seconds)
    }

    /// Closes the windows that every channel in use has passed.
    public mutating func advance() {
        guard let fastest = channelsInUse.map({ read[$0] }).max() else { return }
        let ends = channelsInUse.map { max(read[$0], min(silence[$0], fastest)) }
        guard let slowest = ends.min() else { return }
        close(upTo: max(slowest, fastest - Self.patience), endingBy: .infinity)
    }

    /// Seconds of signal read so far on the channel that has most.
    public var duration: Double { read.max() ?? 0 }

    /// Ends the recording: the detectors' last words, the windows that are still open.
    public mutating func finish() {
        if let result = ecg?.finish() { collectECG(result) }
        if let result = ppg?.finish() { collectPPG(result) }
        if let result = eda?.finish() { collectEDA(result) }
        if let result = respiration?.finish() { collectRespiration(result) }
        heartBreathing?.finish()
        pulseBreathing?.finish()
        let end = channelsInUse.map { read[$0] }.max() ?? 0
        noteEarlyEnds()
        close(upTo: .infinity, endingBy: end)
        closePartialWindows(at: end)
        closeDays()
        tellGaps(endingBy: .infinity)
        finishDays(at: end)
        if let bout = tracker.finish() { items.append(.boutEnded(bout)) }
    }

    /// Hands over what was found since the last call.
    public mutating func take() -> (items: [SessionItem], beats: [TimedBeat]) {
        defer {
            items.removeAll(keepingCapacity: true)
            beats.removeAll(keepingCapacity: true)
        }
        return (items, beats)
    }

    var channelsInUse: [Int] {
        [ecg?.channel, ppg?.channel, eda?.channel, respiration?.channel].compactMap { $0 }
            + accelerationChannels + [temperatureChannel].compactMap { $0 }
    }

    mutating func append(_ item: SessionItem) { items.append(item) }
    mutating func append(_ beat: TimedBeat) { beats.append(beat) }
}
