public import Sedentary
import Biosignals
import RealModule

/// One epoch as the rule sees it, with the steps that somebody counted over it.
public struct StationaryMinute: Equatable, Sendable {
    public var epoch: Epoch
    /// Counted over the whole epoch; nil where nobody counted.
    public var steps: Double?

    public init(_ epoch: Epoch, steps: Double? = nil) {
        self.epoch = epoch
        self.steps = steps
    }

    /// The epoch, active if enough steps were counted.
    func judged(breakSteps: Double) -> Epoch {
        let minutes = max(1e-6, (epoch.end.value - epoch.start.value) / 60)
        guard let steps, steps / minutes >= breakSteps else { return epoch }
        return epoch.replacing(state: .active, pStationary: 0)
    }

    /// What would be known without these pieces of evidence: their log-likelihood ratios are taken
    /// out of the probability's log-odds; an epoch left without evidence is unknown.
    ///
    /// Differs: what earlier epochs handed on through the filter stays as it was.
    func without(_ removed: Set<EpochEvidenceKind>) -> StationaryMinute {
        var minute = self
        if removed.contains(.steps) { minute.steps = nil }
        guard let p = epoch.pStationary, !epoch.logLikelihoodRatios.isEmpty else { return minute }
        let names = epoch.logLikelihoodRatios.keys.sorted()
        let taken = names.filter { removed.contains(EpochEvidenceKind(name: $0)) }
        guard !taken.isEmpty else { return minute }
        guard taken.count < names.count else {
            minute.epoch = epoch.replacing(state: .unknown, pStationary: nil)
            return minute
        }
        let bounded = max(1e-6, min(1 - 1e-6, p))
        let odds =
            taken.reduce(Double.log(bounded / (1 - bounded))) {
                $0 - (epoch.logLikelihoodRatios[$1] ?? 0)
            }
        let left = 1 / (1 + Double.exp(-odds))
        let decides = epoch.state == .stationary || epoch.state == .active
        minute.epoch = epoch.replacing(
            state: decides ? (left >= 0.5 ? .stationary : .active) : epoch.state,
            pStationary: left, without: taken)
        return minute
    }
}

/// Evidence of movement by what it was measured with.
enum EpochEvidenceKind: String, CaseIterable, Sendable {
    case motion, heartRate, acceleration, steps

    var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }

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
    fileprivate func replacing(
        state: State, pStationary: Double?, without taken: [String] = []
    ) -> Epoch {
        Epoch(
            start: start, end: end, state: state, pStationary: pStationary, evidence: evidence,
            logLikelihoodRatios: logLikelihoodRatios.filter { !taken.contains($0.key) })
    }
}
