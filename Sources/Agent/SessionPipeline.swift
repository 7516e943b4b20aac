public import Biosignals
import DSP
import ECG
import EDA
import HRV
public import Insights
import PPG
import Respiration
import Sedentary

/// The signal rooms wired together for one recording: blocks in, findings out.
///
/// A value without clock or I/O: a board and a recording go through the same code, and what comes
/// out does not depend on how the input was cut. A window closes some seconds after its end, when
/// every detector has had its last word on it.
public struct SessionPipeline: Sendable {
    public struct Settings: Sendable {
        public var heartRateEvery: Seconds = 60
        public var measuresEvery: Seconds = 300
        public var stationary = StationaryRule.Settings()
        public var trendHorizon: Seconds = Seconds(3 * 3_600)

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
    /// After this many seconds without a sample, minutes are passed over until there is one.
    static let darkMin = 600.0

    public let channels: [Channel]
    let settings: Settings
    let analyzer: HRVAnalyzer
    let editor = NNEditor()

    var ecg: Track<ECGProcessor>?
    var ppg: Track<PPGProcessor>?
    var eda: Track<EDAProcessor>?
    var respiration: Track<RespirationProcessor>?
    let accelerationChannels: [Int]
    let temperatureChannel: Int?

    var heart = BeatLog()
    var pulse = BeatLog()
    var breaths = BeatLog()
    var skin = SkinLog()
    var movement = MovementLog()
    var temperature = SecondMoments()
    var logs: [Int: SecondLog] = [:]
    var toldUsable: [Int: Bool] = [:]
    /// Gaps that are told with the minute they end in.
    var gaps: [(channel: Int, gap: Gap)] = []
    /// The channel that claims name as their input.
    let digestChannel: Int?
    var digests: InputDigests?

    var classifier: EpochClassifier
    var tracker = BoutTracker()
    var stationaryRule: StationaryRule
    var trendRule = TrendRule()
    var trendWindows: [TrendWindow] = []
    var epochStates: [(end: Double, state: Epoch.State)] = []
    var boutUsable = (seconds: 0.0, of: 0.0)

    /// Minutes whose windows of the heart and of movement have been closed, and those of which
    /// skin, breath and temperature have.
    var minutesClosed = 0
    var slowMinutesClosed = 0
    /// Stretches without a sample on any channel, long enough to be passed over.
    var darkness: [Range<Double>] = []
    /// Seconds up to which each channel has been read.
    var read: [Double]

    /// Channels that have a role but cannot be worked on, each with the reason.
    public let setAside: [String]

    public private(set) var items: [SessionItem] = []
    public private(set) var beats: [TimedBeat] = []

    /// - Parameters:
    ///   - channels: of the recording, in its order; of several with a role the first is used.
    ///   - name: the recording's, for errors.
    /// - Throws: `SessionError` if there is no channel to work on.
    public init(
        channels: [Channel], name: String = "the recording", settings: Settings = Settings()
    ) throws(SessionError) {
        self.channels = channels
        self.settings = settings
        do { analyzer = try HRVAnalyzer(preset: .taskforce) } catch {
            throw .cannotProcess(recording: name, because: "\(error)")
        }
        var setAside: [String] = []
        ecg = Self.track(.ecg, of: channels, &setAside) { channel throws(DSPError) in
            try ECGProcessor(rate: channel.rate)
        }
        ppg = Self.track(.ppg, of: channels, &setAside) { channel throws(DSPError) in
            try PPGProcessor(rate: channel.rate)
        }
        eda = Self.track(.eda, of: channels, &setAside) { channel throws(DSPError) in
            try EDAProcessor(rate: channel.rate, unit: channel.unit)
        }
        respiration = Self.track(.respiration, of: channels, &setAside) {
            channel throws(DSPError) in try RespirationProcessor(rate: channel.rate)
        }
        accelerationChannels = channels.indices.filter {
            channels[$0].role == .acceleration && channels[$0].unit == .standardGravity
        }
        for channel in channels where channel.role == .acceleration && channel.unit == .counts {
            setAside.append("\(channel.name) is left out: its unit is not known to be g.")
        }
        self.setAside = setAside
        temperatureChannel = channels.firstIndex { $0.role == .temperature }
        digestChannel = ecg?.channel ?? accelerationChannels.first ?? ppg?.channel
        digests = digestChannel.map { InputDigests(channel: channels[$0]) }
        classifier = EpochClassifier(epoch: settings.heartRateEvery)
        stationaryRule = StationaryRule(settings: settings.stationary)
        read = Array(repeating: 0, count: channels.count)
        guard !channelsInUse.isEmpty else {
            throw .noUsableChannel(
                recording: name, found: channels.map(\.name), because: setAside)
        }
    }

    /// The first channel with the role on its way through its processor; a channel that the
    /// processor cannot take is set aside with the reason, the others go on.
    private static func track<Processor>(
        _ role: ChannelRole, of channels: [Channel], _ setAside: inout [String],
        _ processor: (Channel) throws(DSPError) -> Processor
    ) -> Track<Processor>? {
        guard let index = channels.firstIndex(where: { $0.role == role }) else { return nil }
        do {
            return Track(
                channel: index, rate: channels[index].rate,
                processor: try processor(channels[index]))
        } catch {
            setAside.append("\(channels[index].name) is left out: \(error)")
            return nil
        }
    }

    /// Takes the next block of a channel. Findings wait in `items` and `beats` until taken.
    public mutating func process(_ block: SignalBlock) {
        let rate = channels[block.channel].rate.value
        noteDarkness(before: Double(block.start) / rate)
        read[block.channel] = max(read[block.channel], Double(block.end) / rate)
        if block.channel == ecg?.channel {
            processECG(block)
        } else if block.channel == ppg?.channel {
            processPPG(block)
        } else if block.channel == eda?.channel {
            processEDA(block)
        } else if block.channel == respiration?.channel {
            processRespiration(block)
        } else if block.channel == temperatureChannel {
            temperature.append(block, rate: rate)
        } else if accelerationChannels.contains(block.channel) {
            movement.append(block, rate: rate)
        }
        if block.channel == digestChannel { digests?.append(block) }
    }

    /// Nobody wants a window for each minute of a week in which nothing was recorded.
    private mutating func noteDarkness(before seconds: Double) {
        guard let seen = read.max(), seconds > seen + Self.darkMin else { return }
        darkness.append((seen + Self.darkMin)..<seconds)
    }

    /// Closes the windows that every channel in use has passed.
    public mutating func advance() {
        let ends = channelsInUse.map { read[$0] }
        guard let slowest = ends.min(), let fastest = ends.max() else { return }
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
        let end = channelsInUse.map { read[$0] }.max() ?? 0
        noteEarlyEnds()
        close(upTo: .infinity, endingBy: end)
        closePartialWindows(at: end)
        tellGaps(endingBy: .infinity)
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
