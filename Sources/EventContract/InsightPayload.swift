/// The confidential half: reason, data, confidence, claims and limits.
public struct InsightPayload: Codable, Hashable, Sendable {
    /// The family's own flat form.
    public struct Brief: Codable, Hashable, Sendable {
        public struct Numbers: Codable, Hashable, Sendable {
            /// Minutes, rounded to 10; null until posture is evidenced.
            public var sittingTime: Int?
            public var stationaryTime: Int?
            /// Whole per cent as text, such as `-15%`.
            public var hrvTrend: String?
            public var stepCount: Int?

            public init(stationaryMinutes: Int?, hrvTrend: String?) {
                stationaryTime = stationaryMinutes
                self.hrvTrend = hrvTrend
            }

            /// All four keys are always there, null where not known.
            public func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(sittingTime, forKey: .sittingTime)
                try container.encode(stationaryTime, forKey: .stationaryTime)
                try container.encode(hrvTrend, forKey: .hrvTrend)
                try container.encode(stepCount, forKey: .stepCount)
            }

            private enum CodingKeys: String, CodingKey {
                case sittingTime = "sitting_time"
                case stationaryTime = "stationary_time"
                case hrvTrend = "hrv_trend"
                case stepCount = "step_count"
            }
        }

        public var agent = "Health Agent"
        public var headline: String
        public var reason: String
        public var data: Numbers
        public var confidence: WireNumber?

        public init(headline: String, reason: String, data: Numbers, confidence: Double) {
            self.headline = headline
            self.reason = reason
            self.data = data
            self.confidence = WireNumber(confidence)
        }
    }

    public struct Datum: Codable, Hashable, Sendable {
        public var value: WireNumber?
        public var unit: String?
        public var ci95: [WireNumber]?
        public var source: String?
        public var available: Bool?

        public init(value: Double, unit: String, ci95: [Double]?) {
            self.value = WireNumber(value)
            self.unit = unit
            self.ci95 = ci95?.compactMap { WireNumber($0) }
        }

        public init(unavailableFrom source: String) {
            self.source = source
            available = false
        }

        private enum CodingKeys: String, CodingKey { case value, unit, ci95, source, available }

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(value, forKey: .value)
            try container.encodeIfPresent(unit, forKey: .unit)
            try container.encodeIfPresent(ci95, forKey: .ci95)
            try container.encodeIfPresent(source, forKey: .source)
            try container.encodeIfPresent(available, forKey: .available)
        }
    }

    public struct Term: Codable, Hashable, Sendable {
        public var name: String
        public var value: WireNumber?

        public init(name: String, value: Double) {
            self.name = name
            self.value = WireNumber(value)
        }
    }

    public struct Claim: Codable, Hashable, Sendable {
        public var id: String
        public var quantity: String
        public var value: WireNumber?
        public var unit: String
        /// Start and end, UTC.
        public var window: [String]
        /// `sha256:` of the channel's digital values in the window, little-endian Int32.
        public var inputs: [String]

        public init(
            id: String, quantity: String, value: Double, unit: String, start: WireTime,
            end: WireTime, inputs: [String]
        ) {
            self.id = id
            self.quantity = quantity
            self.value = WireNumber(value)
            self.unit = unit
            window = [start.text, end.text]
            self.inputs = inputs
        }
    }

    public struct Explanation: Codable, Hashable, Sendable {
        public var reason: String
        public var data: [String: Datum]
        public var confidence: WireNumber?
        public var confidenceKind: String
        /// The confidence is the product of these, capped.
        public var confidenceTerms: [Term]
        public var claims: [Claim]
        public var wouldChangeIf: [String]
        public var limits: [String]

        public init(
            reason: String, data: [String: Datum], confidence: Double, confidenceKind: String,
            terms: [Term], claims: [Claim], wouldChangeIf: [String], limits: [String]
        ) {
            self.reason = reason
            self.data = data
            self.confidence = WireNumber(confidence)
            self.confidenceKind = confidenceKind
            confidenceTerms = terms
            self.claims = claims
            self.wouldChangeIf = wouldChangeIf
            self.limits = limits
        }

        private enum CodingKeys: String, CodingKey {
            case reason
            case data
            case confidence
            case confidenceKind = "confidence_kind"
            case confidenceTerms = "confidence_terms"
            case claims
            case wouldChangeIf = "would_change_if"
            case limits
        }
    }

    public var action: String
    public var text: String
    public var brief: Brief
    public var explanation: Explanation
    public var provenance: WireProvenance
    public var replay: Bool
    public var notMedical = true

    public init(
        action: String, text: String, brief: Brief, explanation: Explanation,
        provenance: WireProvenance, replay: Bool
    ) {
        self.action = action
        self.text = text
        self.brief = brief
        self.explanation = explanation
        self.provenance = provenance
        self.replay = replay
    }

    private enum CodingKeys: String, CodingKey {
        case action
        case text
        case brief
        case explanation
        case provenance
        case replay
        case notMedical = "not_medical"
    }
}
