/// How the body is held. Only `sitting` and `lying`, awake, are sedentary; `unknown` is stationary
/// at most (Tremblay et al. 2017, doi:10.1186/s12966-017-0525-8).
public enum Posture: String, CaseIterable, Sendable {
    case unknown, sitting, lying, standing

    /// Whether stillness in it may be called sedentary.
    public var isSedentary: Bool { self == .sitting || self == .lying }
}
