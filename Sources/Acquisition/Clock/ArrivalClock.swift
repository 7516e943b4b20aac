public import Biosignals
public import DeviceProtocols

/// A device's sample counter in seconds of the host's monotonic clock.
///
/// The counter is the truth about the spacing of samples; arrivals only say when, and only the
/// earliest do, because every delay on the way makes an arrival later and none makes it earlier.
/// So the map is a line under the earliest arrivals of the last ten minutes (of a board that is
/// paced by a program's loop: the last sixteen seconds).
///
/// The delay that even the fastest arrival has (a USB frame, a UART's bytes) cannot be seen from
/// arrivals: times are late by it.
///
/// Memory is constant, an observation costs amortised constant time.
public struct ArrivalClock: Equatable, Sendable {
    /// How fast the device counts, compared with its nominal rate.
    public struct Skew: Equatable, Sendable {
        /// Positive if it counts fast.
        public let partsPerMillion: Double
        /// Largest likely error of that.
        public let plusMinus: Double
    }

    public enum Finding: Equatable, Sendable {
        /// So many samples seem to be missing before the last ones: see `observe`.
        case gapSuspected(samples: Int)
    }

    public enum Standing: Equatable, Sendable {
        /// Too few arrivals to say when a sample was.
        case settling
        case steady
        /// Arrivals are late, or the last ones were: until they catch up or stay late, a stall
        /// cannot be told from a loss.
        case undecided(lateMilliseconds: Double)
    }

    /// A gap is suspected beyond both: below that a loss drowns in delays.
    static let suspectedSamplesMin = 2.0
    static let suspectedSecondsMin = 0.020
    /// A program's loop changes pace, which is no loss.
    static let suspectedLoopSecondsMin = 0.150
    /// Arrivals may be this much earlier than the line before it is begun anew.
    static let earlySecondsMax = 0.005
    /// Late arrivals that neither catch up nor stay: after this the line is begun anew with their
    /// trend. The second holds as long as the rate is not known, or may change.
    static let undecidedSecondsMax = 20.0
    static let undecidedEarlySecondsMax = 3.0
    static let crystalSlopeMax = 0.02
    static let loopSlopeMax = 0.2

    public let nominalRate: Hertz
    public let pacing: BoardProfile.Pacing
    public let suspectsGaps: Bool
    private let period: Double
    private var envelope: ArrivalEnvelope
    private var delays = DelayHistogram()
    private var late: LateArrivals?
    private var lastDelay = 0.0
    private var first: Observation?
    private var last: Observation?
    private var observations = 0

    private struct Observation: Equatable, Sendable {
        let counter: Double
        let seconds: Double
    }

    /// - Parameters:
    ///   - rate: nominal, of the counter.
    ///   - suspectsGaps: for boards that do not prove loss themselves.
    public init(rate: Hertz, pacing: BoardProfile.Pacing = .crystal, suspectsGaps: Bool) {
        precondition(rate.value > 0 && rate.value.isFinite, "A rate is positive: \(rate).")
        nominalRate = rate
        self.pacing = pacing
        self.suspectsGaps = suspectsGaps
        period = 1 / rate.value
        envelope = ArrivalEnvelope(rule: .rule(pacing))
    }

    /// A new connection, or a counter that began anew: the line is forgotten, the measured rate
    /// stays the first guess.
    public mutating func reset() {
        let slope = envelope.slope
        envelope = ArrivalEnvelope(rule: envelope.rule, slope: slope)
        first = nil
        last = nil
        late = nil
        lastDelay = 0
        observations = 0
    }

    /// The newest sample has arrived.
    ///
    /// - Parameters:
    ///   - counter: that sample's index at the nominal rate.
    ///   - seconds: of the host's monotonic clock, not before those of the call before.
    /// - Returns: a gap, once, when all arrivals of two seconds were later than the line by one
    ///   and the same step of more than 2 samples and 20 ms. From then on `counter` must be
    ///   greater by its samples: so the counter follows the line again.
    @discardableResult
    public mutating func observe(counter: Double, at seconds: Double) -> Finding? {
        guard counter.isFinite, seconds.isFinite, abs(counter) < 1e15, abs(seconds) < 1e12 else {
            return nil
        }
        if let last, counter <= last.counter || seconds < last.seconds { return nil }
        let now = Observation(counter: counter, seconds: seconds)
        let first = first ?? now
        self.first = first
        last = now
        observations += 1
        let x = (counter - first.counter) * period
        let lateness = seconds - first.seconds - x
        return judge(.init(x: x, lateness: lateness), at: seconds)
    }

    private mutating func judge(_ point: ArrivalEnvelope.Point, at seconds: Double) -> Finding? {
        let delay = envelope.isEmpty ? 0 : point.lateness - envelope.lateness(at: point.x)
        lastDelay = delay
        if isSettled, suspectsGaps, delay > stepMin + envelope.driftDoubt(at: point.x) {
            return lateFinding(delay, at: seconds, point)
        }
        if let late {
            for _ in 0..<min(late.count, 4_096) { delays.add(.infinity) }
            self.late = nil
        }
        if isSettled, delay < -(Self.earlySecondsMax + envelope.error(at: point.x)) { restart() }
        envelope.add(point)
        if isSettled { delays.add(max(0, delay)) }
        return nil
    }

    private mutating func lateFinding(
        _ delay: Double, at seconds: Double, _ point: ArrivalEnvelope.Point
    ) -> Finding? {
        var late = late ?? LateArrivals(at: seconds)
        late.add(delay: delay, at: seconds)
        self.late = late
        if let steady = late.steadyDelay {
            self.late = nil
            let count = (steady / (period * (1 + envelope.slope))).rounded()
            return .gapSuspected(samples: Int(max(1, min(count, 1e12))))
        }
        let isRateSure = pacing == .crystal && envelope.isSlopeMeasured
        let patience = isRateSure ? Self.undecidedSecondsMax : Self.undecidedEarlySecondsMax
        if late.duration(at: seconds) > patience {
            self.late = nil
            restart(trend: late.trend)
            envelope.add(point)
        }
        return nil
    }

    private mutating func restart(trend: Double = 0) {
        let wanted = envelope.slope + trend
        // What no oscillator does is a backlog that is being caught up.
        let slopeMax = pacing == .crystal ? Self.crystalSlopeMax : Self.loopSlopeMax
        let slope = abs(wanted) <= slopeMax ? wanted : envelope.slope
        envelope = ArrivalEnvelope(rule: envelope.rule, slope: slope)
    }

    private var stepMin: Double {
        let least =
            pacing == .crystal ? Self.suspectedSecondsMin : Self.suspectedLoopSecondsMin
        return max(least, Self.suspectedSamplesMin * period)
    }

    /// Whether there were enough arrivals to say when a sample was: 0.3 s of them, of a board
    /// paced by a loop 1.5 s.
    public var isSettled: Bool {
        guard let first, let last, observations >= 5 else { return false }
        return last.seconds - first.seconds >= (pacing == .crystal ? 0.3 : 1.5)
    }

    public var standing: Standing {
        if !isSettled { return .settling }
        guard late != nil else { return .steady }
        return .undecided(lateMilliseconds: lastDelay * 1_000)
    }

    /// Host seconds at which a sample was taken (and the least delay later); nil before the first
    /// observation.
    public func seconds(of counter: Double) -> Double? {
        guard let first else { return nil }
        let x = (counter - first.counter) * period
        return first.seconds + x + envelope.lateness(at: x)
    }

    /// The counter, with its fraction, at an instant of the host.
    public func counter(at seconds: Double) -> Double? {
        guard let first else { return nil }
        let x = (seconds - first.seconds - envelope.intercept) / (1 + envelope.slope)
        return first.counter + x / period
    }

    /// Samples per second of the host's clock: measured if it is known well, else nominal.
    public var rate: Hertz { Hertz(nominalRate.value / (1 + envelope.slope)) }

    /// Nil until it is known to 50 parts per million; of a loop always nil, its pace changes.
    public var skew: Skew? {
        guard pacing == .crystal, envelope.isSlopeMeasured, envelope.slopeError <= 50e-6 else {
            return nil
        }
        return Skew(
            partsPerMillion: (1 / (1 + envelope.slope) - 1) * 1e6,
            plusMinus: envelope.slopeError * 1e6)
    }

    /// The 95th percentile of the delays above the line; nil below 20 arrivals; 100 stands for
    /// more.
    public var jitterMilliseconds: Double? { delays.percentile(0.95) }

    /// How far the map may be off at the newest sample, the least delay apart; nil while settling.
    public var uncertaintyMilliseconds: Double? {
        guard isSettled, let first, let last else { return nil }
        return envelope.error(at: (last.counter - first.counter) * period) * 1_000
    }
}

extension ArrivalEnvelope.Rule {
    /// 128 slots of 5 s are 10.7 minutes, over which a crystal keeps its rate to a part per
    /// million; 64 of 0.25 s are 16 s, over which a loop may change its pace by a part in a hundred.
    static func rule(_ pacing: BoardProfile.Pacing) -> ArrivalEnvelope.Rule {
        switch pacing {
        case .crystal:
            Self(
                slotMin: 0.5, slotMax: 5, slots: 128, spanMin: 2, otherSpanMin: 10,
                slopeErrorMax: 250e-6, givenSlopeError: 500e-6)
        case .loop:
            Self(
                slotMin: 0.25, slotMax: 0.25, slots: 64, spanMin: 1, otherSpanMin: 1,
                slopeErrorMax: 1, givenSlopeError: 0.1)
        }
    }
}
