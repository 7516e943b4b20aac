/// How sure an insight is, and how that was arrived at: the probability that all it states is true,
/// corrected by a named calibration if there is one, and capped.
public struct Confidence: Equatable, Sendable {
    /// One stated thing and the probability that it is true by itself.
    public struct Term: Equatable, Sendable {
        public let name: String
        /// 0…1.
        public let value: Double

        public init(name: String, value: Double) {
            precondition((0...1).contains(value), "A term lies between 0 and 1: \(name) \(value).")
            self.name = name
            self.value = value
        }
    }

    public enum Kind: String, Sendable {
        /// Checked against what came true.
        case calibrated
        /// A model's own probability, not yet checked against what came true.
        case uncalibratedModel = "uncalibrated-model"
    }

    /// Which calibration was used, fitted on how many labelled cases.
    public struct Calibration: Equatable, Sendable {
        public let id: String
        public let count: Int

        public init(id: String, count: Int) {
            self.id = id
            self.count = count
        }
    }

    /// No insight claims more than this, whatever its terms say.
    public static let valueMax = 0.95

    public let terms: [Term]
    /// That all terms hold together, before calibration and cap.
    public let raw: Double
    public let calibration: Calibration?
    /// What was said before the person's own answers moved it; nil if they did not.
    public let unmoved: Double?
    /// What is said: never rounded up, 0…`valueMax`.
    public let value: Double

    public var kind: Kind { calibration == nil ? .uncalibratedModel : .calibrated }

    /// How it was arrived at, for people: `calibrated`; `calibrated, capped` where only `valueMax`
    /// keeps it from being higher.
    public var words: String { kind.rawValue + (value >= Self.valueMax ? ", capped" : "") }

    /// Not calibrated.
    public init(terms: [Term], raw: Double) {
        self.init(terms: terms, raw: raw, said: raw, calibration: nil, unmoved: nil)
    }

    public init(
        terms: [Term], raw: Double, calibrated: Double, calibration: Calibration,
        unmoved: Double? = nil
    ) {
        self.init(
            terms: terms, raw: raw, said: calibrated, calibration: calibration, unmoved: unmoved)
    }

    private init(
        terms: [Term], raw: Double, said: Double, calibration: Calibration?, unmoved: Double?
    ) {
        precondition(!terms.isEmpty, "A confidence rests on at least one term.")
        self.terms = terms
        self.raw = Self.probability(raw)
        self.calibration = calibration
        self.unmoved = unmoved.map { min(Self.valueMax, Self.probability($0)) }
        value = min(Self.valueMax, Self.probability(said))
    }

    /// Between these lies the probability of all terms together, whatever they share (Fréchet).
    public var bounds: ClosedRange<Double> {
        let least = terms.reduce(0) { $0 + $1.value } - Double(terms.count - 1)
        let most = terms.map(\.value).min() ?? 1
        return min(max(0, least), most)...most
    }

    private static func probability(_ value: Double) -> Double {
        value.isFinite ? max(0, min(1, value)) : 0
    }
}
