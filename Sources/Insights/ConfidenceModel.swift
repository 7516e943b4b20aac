/// From what an insight states to how sure it is: joint probability first, then calibration.
public struct ConfidenceModel<Inputs: Sendable>: Sendable {
    /// A raw probability, corrected by what came true.
    public struct Calibrated: Equatable, Sendable {
        public let probability: Double
        /// Identifier of the calibration, and on how many labelled cases it was fitted.
        public let id: String
        public let count: Int
        /// Before the person's own answers moved it; nil if they did not.
        public let unmoved: Double?

        public init(probability: Double, id: String, count: Int, unmoved: Double? = nil) {
            self.probability = probability
            self.id = id
            self.count = count
            self.unmoved = unmoved
        }
    }

    /// That all hold together, by joint draws from the inputs; nil if it cannot tell, and then the
    /// propositions are taken as independent.
    public typealias Joint = @Sendable ([Proposition], Inputs) -> Double?
    /// Nil if nothing was fitted for this rule.
    public typealias Calibration = @Sendable (Double, Inputs, RuleID) -> Calibrated?

    private let joint: Joint?
    private let calibration: Calibration?

    public init(joint: Joint? = nil, calibration: Calibration? = nil) {
        self.joint = joint
        self.calibration = calibration
    }

    /// The same with a person's answers on top of its calibration.
    public func moved(by layer: PersonalLayer) -> ConfidenceModel {
        guard let calibration else { return self }
        return ConfidenceModel(joint: joint, calibration: layer.over(calibration))
    }

    public func confidence(
        of propositions: [Proposition], given inputs: Inputs, rule: RuleID
    ) -> Confidence {
        let terms = propositions.map { Confidence.Term(name: $0.name, value: $0.probability) }
        let raw = joint?(propositions, inputs) ?? terms.reduce(1) { $0 * $1.value }
        guard let calibrated = calibration?(raw, inputs, rule) else {
            return Confidence(terms: terms, raw: raw)
        }
        return Confidence(
            terms: terms, raw: raw, calibrated: calibrated.probability,
            calibration: .init(id: calibrated.id, count: calibrated.count),
            unmoved: calibrated.unmoved)
    }
}
