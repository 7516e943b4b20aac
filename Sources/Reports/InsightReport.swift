/// An insight with everything that stands behind it.
public struct InsightReport: Sendable {
    public struct Claim: Sendable {
        public var quantity: String
        public var value: Double
        public var unit: String
        public var interval95: ClosedRange<Double>?
        public var method: String
        public var window: Range<Double>

        public init(
            quantity: String, value: Double, unit: String, interval95: ClosedRange<Double>?,
            method: String, window: Range<Double>
        ) {
            self.quantity = quantity
            self.value = value
            self.unit = unit
            self.interval95 = interval95
            self.method = method
            self.window = window
        }
    }

    /// Seconds since the recording began.
    public var time: Double
    public var kind: String
    public var headline: String
    public var reason: String
    public var confidence: Double
    public var confidenceKind: String
    public var whyNotHigher: String?
    public var wouldChangeIf: [String]
    public var limits: [String]
    /// What was found; thresholds and choices are not among them.
    public var claims: [Claim]

    public init(
        time: Double, kind: String, headline: String, reason: String, confidence: Double,
        confidenceKind: String, whyNotHigher: String?, wouldChangeIf: [String], limits: [String],
        claims: [Claim]
    ) {
        self.time = time
        self.kind = kind
        self.headline = headline
        self.reason = reason
        self.confidence = confidence
        self.confidenceKind = confidenceKind
        self.whyNotHigher = whyNotHigher
        self.wouldChangeIf = wouldChangeIf
        self.limits = limits
        self.claims = claims
    }
}
