import Biosignals
import RealModule

/// One rate from the spectra of several modulations, and how far it stands out.
///
/// The spectra are multiplied, each to the power of its weight (a weighted mean of logarithms): a
/// rate must be in all that say something, and what is in one alone, a Mayer wave in the intervals
/// or the ventilator's second harmonic in the height, is held down by the others. A modulation
/// weighs by the square of the share that lies near its own peak.
/// Source: peak-conditioned averaging, Lázaro et al. (2014), doi:10.1109/TBME.2014.2311538 (spectra
///         before rates, weighted by how peaked they are); smart fusion, Karlen et al. (2013),
///         doi:10.1109/TBME.2013.2246160, from whom the limit of 4 a minute is.
/// Differs: Karlen refuses a window whose rates differ by an SD of more than 4 a minute. On the
///         windows of BIDMC that keeps 36 to 41 %, because one modulation of three often carries no
///         breathing; here disagreement lowers the prominence instead, and is named.
struct SpectrumFusion: Sendable {
    /// Added to each spectrum as a share of its highest bin, so that none can forbid a rate.
    private static let floorShare = 0.05
    /// So far from its peak a line of a 32-s Hann window reaches, 1/128 Hz each.
    private static let reach = 6
    /// Standard deviation of the modulations' own rates beyond which they are said to disagree.
    private static let spreadMax: PerMinute = 4

    /// Prominence above which a rate is usable: 1.7 + 0.6 / modulations. For white noise in the
    /// modulations, which does not breathe, the 95th percentile is 2.1 to 2.3 for one of them, 1.9
    /// to 2.0 for two and 1.8 to 1.9 for three at heart rates of 70 to 120 (simulated, from no
    /// record).
    private static let prominenceUsable = 1.7
    private static let prominencePerModulation = 0.6

    /// Power near the peak against what an even spectrum has there, 1 for no peak at all.
    private(set) var prominence = 0.0
    private(set) var rate: PerMinute = 0
    /// Whether the modulations' own rates lie far apart.
    private(set) var isDivided = false
    private(set) var modulations = 0
    /// The bin of the rate.
    private(set) var summit = 0

    private var fused = [Double](repeating: 0, count: BreathingSpectrum.binCount)

    /// Fuses the spectra that begin at `offsets` in `spectra`, each with shares in its first
    /// `binCount` bins.
    mutating func fuse(_ spectra: [Double], offsets: [Int], binCount: Int) {
        modulations = offsets.count
        (prominence, rate, isDivided) = (0, 0, false)
        guard !offsets.isEmpty, binCount > 2 else { return }
        for bin in 0..<binCount { fused[bin] = 0 }
        var (total, sum, squares) = (0.0, 0.0, 0.0)
        for offset in offsets {
            let top = Self.summit(of: spectra, from: offset, count: binCount)
            let share = Self.share(of: spectra, from: offset, count: binCount, near: top)
            let weight = share * share
            let lift = Self.floorShare * spectra[offset + top]
            for bin in 0..<binCount { fused[bin] += weight * .log(spectra[offset + bin] + lift) }
            let own = 60 * BreathingSpectrum.frequency(ofBin: Double(top))
            total += weight
            sum += weight * own
            squares += weight * own * own
        }
        finish(binCount: binCount, total: total)
        let spread = max(0, squares / total - (sum / total) * (sum / total)).squareRoot()
        isDivided = spread > Self.spreadMax.value
    }

    /// Share of one spectrum that lies about a rate, of all it has.
    static func share(
        of spectra: [Double], from offset: Int, count: Int, near bin: Int
    ) -> Double {
        var sum = 0.0
        for near in max(0, bin - reach)...min(count - 1, bin + reach) {
            sum += spectra[offset + near]
        }
        return sum
    }

    /// 0.5 where a prominence is just usable, 0 for an even spectrum, 1 as far above as that is below.
    static func score(prominence: Double, modulations: Int) -> Double {
        let usable = prominenceUsable + prominencePerModulation / Double(max(1, modulations))
        return max(0, min(1, (prominence - 1) / (2 * (usable - 1))))
    }

    /// Power of one whole spectrum, whose shares are of one, near a rate against an even spectrum's.
    static func prominence(of shares: [Double], near rate: PerMinute) -> Double {
        let bins = BreathingSpectrum.binCount
        let bin = max(0, min(Double(bins - 1), BreathingSpectrum.bin(of: rate).rounded()))
        let top = Int(bin)
        let near = min(bins - 1, top + reach) - max(0, top - reach) + 1
        return share(of: shares, from: 0, count: bins, near: top) * Double(bins) / Double(near)
    }

    private mutating func finish(binCount: Int, total: Double) {
        let top = Self.summit(of: fused, from: 0, count: binCount)
        summit = top
        let highest = fused[top]
        let place = Double(top) + vertex(at: top, count: binCount)
        var sum = 0.0
        for bin in 0..<binCount {
            fused[bin] = .exp((fused[bin] - highest) / total)
            sum += fused[bin]
        }
        let near = max(0, top - Self.reach)...min(binCount - 1, top + Self.reach)
        let share = near.reduce(0) { $0 + fused[$1] } / sum
        prominence = share * Double(binCount) / Double(near.count)
        rate = PerMinute(60 * BreathingSpectrum.frequency(ofBin: place))
    }

    private static func summit(of values: [Double], from offset: Int, count: Int) -> Int {
        var top = 0
        for bin in 1..<count where values[offset + bin] > values[offset + top] { top = bin }
        return top
    }

    /// The vertex of the parabola through the logarithms at the peak and beside it.
    private func vertex(at top: Int, count: Int) -> Double {
        guard top > 0, top + 1 < count else { return 0 }
        let (left, middle, right) = (fused[top - 1], fused[top], fused[top + 1])
        let bend = left - 2 * middle + right
        return bend < 0 ? max(-0.5, min(0.5, (left - right) / (2 * bend))) : 0
    }
}
