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

            public init(
                sittingMinutes: Int? = nil, stationaryMinutes: Int?, hrvTrend: String?,
                steps: Int? = nil
            ) {
                sittingTime = sittingMinutes
                stationaryTime = stationaryMinutes
                self.hrvTrend = hrvTrend
                stepCount = steps
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

        /// - Parameter source: the subject it came on, if another agent said it.
        public init(value: Double, unit: String, ci95: [Double]?, source: String? = nil) {
            self.value = WireNumber(value)
            self.unit = unit
            self.ci95 = ci95?.compactMap { WireNumber($0) }
            self.source = source
            available = source.map { _ in true }
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
        public var ci95: [WireNumber]?
        /// `samples`, `baseline`, `setting`, `counterfactual`, or the subject on which another
        /// agent said it.
        public var source: String
        public var method: String?
        /// How many things were counted or averaged.
        public var n: Int?

        public init(
            id: String, quantity: String, value: Double, unit: String, start: WireTime,
            end: WireTime, inputs: [String], ci95: [Double]? = nil, source: String = "samples",
            method: String? = nil, n: Int? = nil
        ) {
            self.id = id
            self.quantity = quantity
            self.value = WireNumber(value)
            self.unit = unit
            window = [start.text, end.text]
            self.inputs = inputs
            self.ci95 = ci95?.compactMap { WireNumber($0) }
            self.source = source
            self.method = method
            self.n = n
        }
    }

    /// What made a confidence of a model's probability.
    public struct Calibration: Codable, Hashable, Sendable {
        public var id: String
        /// Labelled cases it was fitted on.
        public var n: Int

        public init(id: String, n: Int) {
            self.id = id
            self.n = n
        }
    }

    public struct Explanation: Codable, Hashable, Sendable {
        /// Which rule spoke, with its version: `stationary-break@2`.
        public var rule: String
        /// SHA-256 of the parameters that the session was run with.
        public var parameters: String?
        public var reason: String
        public var data: [String: Datum]
        public var confidence: WireNumber?
        public var confidenceKind: String
        public var calibration: Calibration?
        /// What is stated, each with the probability that it holds by itself.
        public var confidenceTerms: [Term]
        /// What each piece of evidence adds to the confidence; may be negative.
        public var contributions: [Term]
        public var whyNotHigher: String?
        /// `normal`, or `raised` by a fact that stands beside it.
        public var priority: String
        public var claims: [Claim]
        public var wouldChangeIf: [String]
        public var limits: [String]

        public init(
            rule: String, parameters: String? = nil, reason: String, data: [String: Datum],
            confidence: Double,
            confidenceKind: String, calibration: Calibration? = nil, terms: [Term],
            contributions: [Term] = [], whyNotHigher: String? = nil, priority: String = "normal",
            claims: [Claim], wouldChangeIf: [String], limits: [String]
        ) {
            self.rule = rule
            self.parameters = parameters
            self.calibration = calibration
            self.contributions = contributions
            self.whyNotHigher = whyNotHigher
            self.priority = priority
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
            case rule
            case parameters
            case reason
            case data
            case confidence
            case confidenceKind = "confidence_kind"
            case calibration
            case confidenceTerms = "confidence_terms"
            case contributions
            case whyNotHigher = "why_not_higher"
            case priority
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
