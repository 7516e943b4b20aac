public import Biosignals

/// Finds out how a channel's values can be stored as whole numbers without loss: what its file had
/// them in, else decimals as short as they are.
///
/// Sees every value once; keeps nothing of them but their range.
public struct StoredNumbers: Sendable {
    public struct Choice: Equatable, Sendable {
        public let scale: DigitalScale
        /// The stored numbers that occur.
        public let used: ClosedRange<Int32>
        /// Whether every value comes back as it was.
        public let isExact: Bool

        /// Whether numbers of so many bits hold all of them, the most negative one kept free.
        public func fits(bits: Int) -> Bool {
            let most = Int32((1 << (bits - 1)) - 1)
            return used.lowerBound >= -most && used.upperBound <= most
        }
    }

    private struct Candidate: Sendable {
        let scale: DigitalScale
        var isExact = true
    }

    private var candidates: [Candidate]
    public private(set) var count = 0
    /// Of the values; nil as long as there is none.
    public private(set) var range: ClosedRange<Double>?

    private static let decimalsMax = 6

    public init(channel: Channel) {
        let own = channel.scale
        candidates = [Candidate(scale: own)]
        if own.baseline != own.baseline.rounded() {
            // A range such as -2048…2047 around 0 has its zero between two numbers.
            candidates.append(
                Candidate(scale: DigitalScale(gain: 2 * own.gain, baseline: 2 * own.baseline)))
        }
        for decimals in 0...Self.decimalsMax {
            let scale = DigitalScale(gain: powerOfTen(decimals), baseline: 0)
            if scale != channel.scale { candidates.append(Candidate(scale: scale)) }
        }
    }

    public mutating func take(_ samples: [Double]) {
        guard let least = samples.min(), let most = samples.max() else { return }
        count += samples.count
        range = min(range?.lowerBound ?? least, least)...max(range?.upperBound ?? most, most)
        for index in candidates.indices where candidates[index].isExact {
            let scale = candidates[index].scale
            candidates[index].isExact = samples.allSatisfy { scale.isExact(for: $0) }
        }
    }

    /// - Parameters:
    ///   - bits: of the widest stored number.
    ///   - wholeBaseline: whether the number for zero must be a whole one.
    public func choice(bits: Int, wholeBaseline: Bool = false) -> Choice {
        let possible = candidates.filter { candidate in
            let zero = candidate.scale.baseline
            return candidate.isExact && (!wholeBaseline || zero == zero.rounded())
        }
        let exact = possible.map { choice(of: $0.scale, isExact: true) }
        for width in [16, 24, 32] where width <= bits {
            if let fitting = exact.first(where: { $0.fits(bits: width) }) { return fitting }
        }
        // Nothing is exact: as fine as the width allows, to a power of ten.
        let reach = range.map { max(abs($0.lowerBound), abs($0.upperBound)) } ?? 0
        let most = Double((1 << (min(bits, 24) - 1)) - 1)
        var decimals = Self.decimalsMax
        while decimals > -300, reach * Self.power(decimals) > most { decimals -= 1 }
        return choice(
            of: DigitalScale(gain: Self.power(decimals), baseline: 0), isExact: false)
    }

    private static func power(_ exponent: Int) -> Double {
        exponent >= 0 ? powerOfTen(exponent) : 1 / powerOfTen(-exponent)
    }

    private func choice(of scale: DigitalScale, isExact: Bool) -> Choice {
        guard let range else { return Choice(scale: scale, used: 0...0, isExact: true) }
        let ends = [scale.digital(range.lowerBound), scale.digital(range.upperBound)]
        return Choice(
            scale: scale, used: min(ends[0], ends[1])...max(ends[0], ends[1]), isExact: isExact)
    }
}

extension DigitalScale {
    /// The value that a stored number stands for.
    public func value(_ digital: Int32) -> Double { (Double(digital) - baseline) / gain }

    /// Whether a value is stored without loss, to the last digits of a `Double`.
    fileprivate func isExact(for value: Double) -> Bool {
        let scaled = value * gain + baseline
        guard abs(scaled) <= 2_147_483_647 else { return false }
        return abs(scaled - scaled.rounded()) <= 1e-9 + 1e-13 * abs(scaled)
    }
}
