import RealModule

/// What a person's own answers make of the confidence in one kind of insight.
///
/// p′ = sigmoid(a + b · logit p). Before the first answer a = 0, b = 1, and p comes back as it was.
///
/// Input:  answers, in any order; the same id twice counts once.
/// Output: a probability for a probability: between 0 and 1, and never falling where p rises.
/// Method: the maximum of the posterior of a Bayesian logistic regression. The prior is normal about
///         (0, 1) and weighs as much as 50 answers given at even odds: a precision of 50 · ¼ for each
///         of the two. b below 0 would turn the order of probabilities round and is not let in.
///         Order does not matter, to the digit: the fit is made anew from the answers by their id.
/// Memory: the 512 newest answers; what is older is forgotten.
/// Source: Platt (1999) for the two parameters; Gelman et al. (2008), doi:10.1214/08-AOAS191, for a
///         weak prior on a logistic regression.
/// Limits: it moves the confidence towards how often this person said yes, which is not the same as
///         how often the insight was true.
public struct PersonalLayer: Equatable, Sendable {
    public static let priorWeight = 50.0
    public static let answersMax = 512
    /// Nearer to 0 and 1 a probability is taken for this much: its logit has an end.
    static let probabilityMin = 0.001

    private var answers: [String: PersonalAnswer] = [:]
    public private(set) var a = 0.0
    public private(set) var b = 1.0

    public init() {}

    public init(answers: some Sequence<PersonalAnswer>) {
        for answer in answers { keep(answer) }
        while self.answers.count > Self.answersMax { forgetOldest() }
        fit()
    }

    /// Answers that say yes or no.
    public var count: Int { answers.values.count { $0.word.isYes != nil } }

    /// Of those, the ones that say yes.
    public var yesCount: Int { answers.values.count { $0.word.isYes == true } }

    /// Answers that are remembered, by time and id; those that say neither yes nor no among them.
    public var remembered: [PersonalAnswer] { answers.values.sorted(by: Self.isOlder) }

    public mutating func add(_ answer: PersonalAnswer) {
        let before = answers
        keep(answer)
        if answers.count > Self.answersMax { forgetOldest() }
        if answers != before { fit() }
    }

    public mutating func reset() { self = PersonalLayer() }

    /// - Precondition: `probability` lies in 0…1.
    public func personal(_ probability: Double) -> Double {
        precondition((0...1).contains(probability), "\(probability) is no probability.")
        guard count > 0 else { return probability }
        return Self.sigmoid(a + b * Self.logit(probability))
    }

    /// `your answers moved 0.85 to 0.81 (n 12)`; before the first answer that there are none.
    public func account(of probability: Double) -> String {
        guard count > 0 else { return "no answers of yours yet: \(Self.hundredths(probability))" }
        return "your answers moved \(Self.hundredths(probability)) to "
            + "\(Self.hundredths(personal(probability))) (n \(count))"
    }

    private mutating func keep(_ answer: PersonalAnswer) {
        if let known = answers[answer.event], !answer.replaces(known) { return }
        answers[answer.event] = answer
    }

    private mutating func forgetOldest() {
        guard let oldest = answers.values.min(by: Self.isOlder) else { return }
        answers[oldest.event] = nil
    }

    private static func isOlder(_ one: PersonalAnswer, _ other: PersonalAnswer) -> Bool {
        (one.timeMilliseconds, one.event) < (other.timeMilliseconds, other.event)
    }

    private mutating func fit() {
        // By id, so that sums come out the same whatever came first.
        let points = answers.values.sorted { $0.event < $1.event }.compactMap { answer in
            answer.word.isYes.map {
                PersonalFit.Point(logit: Self.logit(answer.probability), isYes: $0)
            }
        }
        (a, b) = points.isEmpty ? (0, 1) : PersonalFit(points).parameters
    }

    static func logit(_ probability: Double) -> Double {
        let inside = min(max(probability, probabilityMin), 1 - probabilityMin)
        return .log(inside / (1 - inside))
    }

    static func sigmoid(_ x: Double) -> Double {
        x >= 0 ? 1 / (1 + .exp(-x)) : .exp(x) / (1 + .exp(x))
    }

    private static func hundredths(_ value: Double) -> String {
        let whole = Int((value * 100).rounded())
        return "\(whole / 100)." + (whole % 100 < 10 ? "0" : "") + "\(whole % 100)"
    }
}
