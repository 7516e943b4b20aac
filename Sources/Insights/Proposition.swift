/// Something that an insight's sentences state and that comes true or does not: a quantity within a
/// bound. Draws of the quantity decide it; without draws its own probability stands.
public struct Proposition: Equatable, Sendable {
    public enum Bound: Equatable, Sendable {
        case atLeast(Double), atMost(Double), above(Double), below(Double)
    }

    /// For people: `P(stationary at least 54 min)`.
    public let name: String
    /// The claim's quantity, such as `stationary_time`.
    public let quantity: String
    public let bound: Bound
    /// That it is true, by itself, 0…1.
    public let probability: Double

    public init(name: String, quantity: String, bound: Bound, probability: Double) {
        self.name = name
        self.quantity = quantity
        self.bound = bound
        self.probability = probability.isFinite ? max(0, min(1, probability)) : 0
    }

    public func holds(for value: Double) -> Bool {
        switch bound {
        case .atLeast(let least): value >= least
        case .atMost(let most): value <= most
        case .above(let bound): value > bound
        case .below(let bound): value < bound
        }
    }
}
