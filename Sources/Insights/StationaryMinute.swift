public import Sedentary
import Biosignals
import RealModule

/// One epoch as the rule sees it, with the steps that somebody counted over it.
public struct StationaryMinute: Equatable, Sendable {
    public var epoch: Epoch
    /// Counted over the whole epoch; nil where nobody counted.
    public var steps: Double?

    /// - Parameter steps: counted over the epoch; nil takes them from its evidence, if they are there.
    public init(_ epoch: Epoch, steps: Double? = nil) {
        self.epoch = epoch
        self.steps = steps ?? epoch.evidence.steps.map { $0.value * epoch.minutes }
    }

    /// The epoch, active if enough steps were counted.
    func judged(breakSteps: Double) -> Epoch {
        guard let steps, steps / max(1e-6, epoch.minutes) >= breakSteps else { return epoch }
        return epoch.replacing(state: .active, pStationary: 0)
    }
}

/// A minute whose evidence can be taken away piece by piece.
struct WeighedMinute: Sendable {
    private let minute: StationaryMinute
    /// Log-likelihood ratios by kind, and the bits of the kinds that there are.
    private var sums = SIMD4<Double>.zero
    private var kinds = 0
    private var odds = 0.0

    init(_ minute: StationaryMinute) {
        self.minute = minute
        let epoch = minute.epoch
        guard let p = epoch.pStationary else { return }
        // In the order of the names, so that every run adds up to the same digits.
        for name in epoch.logLikelihoodRatios.keys.sorted() {
            let kind = EpochEvidenceKind(name: name).rawValue
            sums[kind] += epoch.logLikelihoodRatios[name] ?? 0
            kinds |= 1 << kind
        }
        let bounded = max(1e-6, min(1 - 1e-6, p))
        odds = Double.log(bounded / (1 - bounded))
    }

    /// What would be known with these kinds of evidence only (bits of `EpochEvidenceKind`): the
    /// others' log-likelihood ratios are taken out of the probability's log-odds; an epoch left
    /// without evidence is unknown.
    ///
    /// Differs: what earlier epochs handed on through the filter stays as it was.
    func keeping(_ kept: Int) -> StationaryMinute {
        var minute = minute
        if kept & (1 << EpochEvidenceKind.steps.rawValue) == 0 { minute.steps = nil }
        let taken = kinds & ~kept
        guard taken != 0 else { return minute }
        guard taken != kinds else {
            minute.epoch = minute.epoch.replacing(state: .unknown, pStationary: nil)
            return minute
        }
        var left = odds
        for kind in 0..<EpochEvidenceKind.allCases.count where taken & (1 << kind) != 0 {
            left -= sums[kind]
        }
        let p = 1 / (1 + Double.exp(-left))
        let state = minute.epoch.state
        let decides = state == .stationary || state == .active
        minute.epoch = minute.epoch.replacing(
            state: decides ? (p >= 0.5 ? .stationary : .active) : state, pStationary: p,
            without: taken)
        return minute
    }
}

/// Evidence of movement by what it was measured with.
enum EpochEvidenceKind: Int, CaseIterable, Sendable {
    case motion, heartRate, acceleration, steps

    var name: String {
        switch self {
        case .motion: "motion"
        case .heartRate: "heartRate"
        case .acceleration: "acceleration"
        case .steps: "steps"
        }
    }

    /// Of a name in an epoch's log-likelihood ratios.
    init(name: String) {
        switch name {
        case "heartRate", "stoodUp": self = .heartRate
        case "acceleration", "motionBit": self = .acceleration
        case "steps": self = .steps
        default: self = .motion
        }
    }
}

extension Epoch {
    var minutes: Double { (end.value - start.value) / 60 }

    /// - Parameter taken: bits of the kinds whose ratios are no longer there.
    fileprivate func replacing(
        state: State, pStationary: Double?, without taken: Int = 0
    ) -> Epoch {
        let left =
            taken == 0
            ? logLikelihoodRatios
            : logLikelihoodRatios.filter {
                taken & (1 << EpochEvidenceKind(name: $0.key).rawValue) == 0
            }
        return Epoch(
            start: start, end: end, state: state, pStationary: pStationary, evidence: evidence,
            logLikelihoodRatios: left, belief: belief, calibrationID: calibrationID)
    }
}
