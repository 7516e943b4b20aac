public import Biosignals

/// A length of time in which each of several channels has a whole number of samples: the frame of a
/// WFDB record, the data record of an EDF file.
public struct RecordFrame: Equatable, Sendable {
    /// Of each channel.
    public let samples: [Int]
    /// Exactly, or the nearest number of eight characters.
    let duration: EDFDecimal
    /// The shortest such length as a fraction of whole numbers.
    public let seconds: Double
    /// Whether `duration` is exact, so that rates come back as they were.
    public let isExact: Bool

    /// The shortest one.
    ///
    /// - Returns: nil if the rates have no common one of a sensible length.
    public init?(shortestFor rates: [Hertz]) {
        guard let common = Self.common(rates) else { return nil }
        self.init(common, times: 1)
    }

    /// One of about a second whose length is a decimal number of eight characters at most, as an EDF
    /// header has them; where there is none, the nearest.
    ///
    /// - Parameter ends: of each channel; where a length between a tenth of a second and a minute
    ///   divides them, so that the last record is full, it is taken.
    public init?(recordFor rates: [Hertz], ends: [Int] = []) {
        guard let common = Self.common(rates) else { return nil }
        if let dividing = Self.dividing(ends, common) {
            self = dividing
            return
        }
        let least = max(1, Int((common.rate.value).rounded()))
        var nearest: RecordFrame?
        var nearestError = Double.infinity
        for times in least...(least + 400) {
            guard let frame = RecordFrame(common, times: times) else { continue }
            if frame.isExact {
                self = frame
                return
            }
            let error = abs(frame.duration.value / frame.seconds - 1)
            if error < nearestError { (nearest, nearestError) = (frame, error) }
        }
        guard let nearest else { return nil }
        self = nearest
    }

    /// The record nearest to a second, as a factor, that the whole length is a multiple of.
    private static func dividing(
        _ ends: [Int], _ common: (rate: Fraction, samples: [Int])
    ) -> RecordFrame? {
        let length = zip(ends, common.samples).map { ($0 + $1 - 1) / $1 }.max() ?? 0
        guard length > 0 else { return nil }
        let most = min(
            length, Int(min(common.rate.value * 60, 1e6)),
            divisionSamplesMax / common.samples.reduce(0, +))
        var best: RecordFrame?
        for times in 1...max(most, 1) where length % times == 0 {
            guard times == length || Double(times) >= common.rate.value / 10,
                let frame = RecordFrame(common, times: times), frame.isExact
            else { continue }
            if frame.factorFromSecond < best?.factorFromSecond ?? .infinity { best = frame }
        }
        return best
    }

    private var factorFromSecond: Double { max(seconds, 1 / seconds) }

    /// A record of EDF+ has 61,440 bytes at most; this leaves room for annotations in 24 bits.
    private static let divisionSamplesMax = 16_000
    private static let secondsMax = 600.0
    private static let samplesMax = 10_000_000

    private init?(_ common: (rate: Fraction, samples: [Int]), times: Int) {
        let seconds = Double(times * common.rate.denominator) / Double(common.rate.numerator)
        guard seconds <= Self.secondsMax,
            common.samples.allSatisfy({ $0 * times <= Self.samplesMax }),
            let duration = EDFDecimal(nearestTo: seconds, width: 8), duration.mantissa > 0
        else { return nil }
        samples = common.samples.map { $0 * times }
        self.duration = duration
        self.seconds = seconds
        // times · q / p = mantissa / 10^decimals, in whole numbers.
        var power = 1
        for _ in 0..<duration.decimals { power *= 10 }
        let left = (times * common.rate.denominator).multipliedReportingOverflow(by: power)
        let right = duration.mantissa.multipliedReportingOverflow(by: common.rate.numerator)
        isExact =
            !left.overflow && !right.overflow && left.partialValue == right.partialValue
    }

    /// The greatest rate that all rates are whole multiples of, and these multiples.
    private static func common(_ rates: [Hertz]) -> (rate: Fraction, samples: [Int])? {
        var fractions: [Fraction] = []
        for rate in rates {
            guard let fraction = Fraction(rate.value) else { return nil }
            fractions.append(fraction)
        }
        guard let first = fractions.first else { return nil }
        var rate = first
        for other in fractions.dropFirst() {
            guard let next = rate.commonDivisor(with: other) else { return nil }
            rate = next
        }
        var samples: [Int] = []
        for fraction in fractions {
            let (up, isLong) = fraction.numerator.multipliedReportingOverflow(
                by: rate.denominator)
            let (down, isLonger) = fraction.denominator.multipliedReportingOverflow(
                by: rate.numerator)
            guard !isLong, !isLonger, up % down == 0, up / down <= samplesMax else { return nil }
            samples.append(up / down)
        }
        return (rate, samples)
    }

    /// A rate as a fraction in lowest terms.
    private struct Fraction {
        let numerator: Int
        let denominator: Int

        init(numerator: Int, denominator: Int) {
            self.numerator = numerator
            self.denominator = denominator
        }

        /// The simplest fraction that is the rate to 12 digits (continued fraction).
        init?(_ rate: Double) {
            guard rate > 0, rate.isFinite else { return nil }
            var (p0, q0, p1, q1) = (0.0, 1.0, 1.0, 0.0)
            var rest = rate
            for _ in 0..<40 {
                let whole = rest.rounded(.down)
                (p0, q0, p1, q1) = (p1, q1, whole * p1 + p0, whole * q1 + q0)
                guard p1 < 1e9, q1 < 1e9 else { return nil }
                if abs(p1 / q1 - rate) <= 1e-12 * rate { break }
                guard rest > whole else { break }
                rest = 1 / (rest - whole)
            }
            self.init(numerator: Int(p1), denominator: Int(q1))
        }

        func commonDivisor(with other: Fraction) -> Fraction? {
            let up = Self.divisor(numerator, other.numerator)
            let part = Self.divisor(denominator, other.denominator)
            let (down, isLong) = (denominator / part).multipliedReportingOverflow(
                by: other.denominator)
            guard !isLong, down < 1 << 40 else { return nil }
            return Fraction(numerator: up, denominator: down)
        }

        var value: Double { Double(numerator) / Double(denominator) }

        private static func divisor(_ a: Int, _ b: Int) -> Int {
            var (a, b) = (a, b)
            while b != 0 { (a, b) = (b, a % b) }
            return a
        }
    }
}
