public import Biosignals
public import DSP
public import EventContract

/// What the beats of a recording came to.
public struct HeartReport: Sendable {
    /// A stretch of the recording with its panel and the intervals behind it.
    public struct Window: Sendable {
        public var payload: HRVPayload
        public var nn: NNIntervals
        /// What the powers were read off; nil where the window allows none.
        public var spectrum: PowerSpectrum?

        public init(payload: HRVPayload, nn: NNIntervals, spectrum: PowerSpectrum? = nil) {
            self.payload = payload
            self.nn = nn
            self.spectrum = spectrum
        }
    }

    /// `ecg` or `ppg`.
    public var source: String
    /// The channel's name; nil of a series of nothing but intervals.
    public var channel: String?
    public var beatCount: Int
    /// Every beat, before any edit.
    public var rr: RRIntervals
    /// The recording as one window, as the command `hrv` prints it.
    public var whole: Window
    /// The same five minutes at a time, oldest first; empty of a short recording.
    public var fives: [HRVPayload] = []
    /// The same a minute at a time, for the heart rate's course.
    public var minutes: [HRVPayload] = []
    /// The window whose spectrum and Poincaré plot are drawn: the whole, or the best five minutes.
    public var drawn: Window?
    /// How RR became NN.
    public var correction: String

    public init(
        source: String, channel: String?, beatCount: Int, rr: RRIntervals, whole: Window,
        correction: String
    ) {
        self.source = source
        self.channel = channel
        self.beatCount = beatCount
        self.rr = rr
        self.whole = whole
        self.correction = correction
    }

    /// What stands before the name of every measure.
    var prefix: String { source == "ppg" ? "prv_" : "" }

    /// A measure of a panel by its bare name.
    func measure(_ name: String, in payload: HRVPayload) -> WireMeasure? {
        payload.measures[prefix + name]
    }

    func measure(_ name: String) -> WireMeasure? { measure(name, in: whole.payload) }

    /// The beat, as the sentences call it.
    var beatWord: String { source == "ppg" ? "pulse" : "beat" }
    var rateWord: String { source == "ppg" ? "pulse rate" : "heart rate" }
    var variabilityWord: String {
        source == "ppg" ? "pulse rate variability" : "heart rate variability"
    }
}
