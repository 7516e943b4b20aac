import Biosignals
public import Sedentary
import RealModule

extension JointDraws {
    /// How a person's movement shows, as far as it is not known.
    public struct MovementModel: Equatable, Sendable {
        /// Variance of the log-likelihood ratio of an epoch, still or moving: normal ratios of
        /// variance v lie at ±v/2.
        public var ratioVariance = 6.0
        /// Standard deviation of how much nearer to stillness than usual a person's movement looks
        /// under an electrode, in the same log-odds.
        public var personShift = 3.0
        /// What an epoch tells about that shift: neighbours are alike, so it is less than its own.
        public var tempering = 0.3

        public init() {}
    }

    private static let personLevels = 15

    /// Stationary minutes of a row of epochs, drawn as paths of a hidden Markov chain: an epoch after
    /// another is likely to be as that one was, and how a person's movement shows is drawn with it.
    ///
    /// Method: forward filtering, backward sampling for each of some levels of the person's shift,
    ///         the levels weighted by how well they explain the epochs. A person whose movement looks
    ///         still shows dips that are not deep enough to end a bout; the levels take them for
    ///         movement. An epoch without evidence counts as no stationary time.
    /// Source: Carter & Kohn (1994), doi:10.1093/biomet/81.3.541.
    /// - Parameters:
    ///   - epochs: oldest first; those before the time that is counted tell how movement shows.
    ///   - start: from when on minutes are counted; nil: from the first.
    ///   - within: a stretch whose stationary share is drawn beside it, as `shareQuantity`.
    public mutating func drawStationaryTime(
        _ quantity: String = "stationary_time", of epochs: [Epoch], since start: Seconds? = nil,
        within: (window: Range<Double>, shareQuantity: String)? = nil,
        model: MovementModel = MovementModel(),
        using generator: inout some RandomNumberGenerator
    ) {
        let levels = (0..<Self.personLevels).map { level in
            EpochPaths(
                epochs,
                shift: model.personShift
                    * Self.normalQuantile((Double(level) + 0.5) / Double(Self.personLevels)),
                variance: model.ratioVariance)
        }
        let best = levels.map(\.logLikelihood).max() ?? 0
        let weights = levels.map { Double.exp(model.tempering * ($0.logLikelihood - best)) }
        let whole = weights.reduce(0, +)
        let lengths = epochs.map { epoch in
            epoch.pStationary == nil || epoch.start < start ?? epoch.start
                ? 0 : (epoch.end.value - epoch.start.value) / 60
        }
        let inside = epochs.map { epoch in
            within.map { $0.window.contains((epoch.start.value + epoch.end.value) / 2) } ?? false
        }
        let insideCount = Double(max(1, inside.count { $0 }))
        var (minutes, shares) = ([Double](), [Double]())
        minutes.reserveCapacity(count)
        var (level, reached) = (0, weights[0])
        for draw in 0..<count {
            // Draws are spread over the levels in proportion, not at random.
            while level + 1 < levels.count, reached < (Double(draw) + 0.5) / Double(count) * whole {
                level += 1
                reached += weights[level]
            }
            let paths = levels[level]
            var (sum, ofWindow) = (0.0, 0.0)
            var next = false
            for index in epochs.indices.reversed() {
                next = generator.next() < (next ? paths.afterStill : paths.afterMoving)[index]
                guard next else { continue }
                sum += lengths[index]
                if inside[index] { ofWindow += 1 }
            }
            minutes.append(sum)
            shares.append(ofWindow / insideCount)
        }
        set(quantity, minutes)
        if let within { set(within.shareQuantity, shares) }
    }

    /// A change that was measured over stationary windows: where a path was not stationary for
    /// `shareMin` of its span, there is no such change.
    public mutating func drawChange(
        _ quantity: String, value: Double, interval95: ClosedRange<Double>,
        whileStationary shareQuantity: String, shareMin: Double,
        using generator: inout some RandomNumberGenerator
    ) {
        drawInterval(quantity, value: value, interval95: interval95, using: &generator)
        guard let shares = self[shareQuantity], let values = self[quantity] else { return }
        set(quantity, zip(values, shares).map { $1 >= shareMin ? $0 : 0 })
    }

    /// By bisection of the normal distribution function.
    static func normalQuantile(_ share: Double) -> Double {
        var (low, high) = (-8.0, 8.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if 0.5 * (1 + Double.erf(middle / 2.0.squareRoot())) < share {
                low = middle
            } else {
                high = middle
            }
        }
        return (low + high) / 2
    }
}
