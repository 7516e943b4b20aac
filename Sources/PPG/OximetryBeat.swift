import DSP

/// One beat of red and infrared light, measured from foot to foot.
struct OximetryBeat: Sendable, Equatable {
    /// Why a beat takes no part in a reading.
    enum Refusal: Sendable, Equatable { case pulse, saturated, dark, weak, unlike }

    /// Light that pulsates less is no signal to divide by, %.
    private static let perfusionMin = 0.3
    private static let correlationMin = 0.9
    /// Share of the samples that may stand at the highest or lowest one.
    private static let railShareMax = 0.2
    private static let fullScaleShare = 0.98

    /// Samples; the peak lies between the feet.
    var feet: (first: Double, last: Double)
    var peak: Double

    struct Light: Sendable, Equatable {
        var pulse: Double
        var level: Double
        var percent: Double { 100 * abs(pulse) / level }
    }

    static func == (one: Self, other: Self) -> Bool {
        one.feet == other.feet && one.peak == other.peak
    }

    /// - Parameter reach: samples to either side that a level is the mean of.
    func measure(
        _ red: SampleHistory, _ infrared: SampleHistory, reach: Int, fullScale: Double?
    ) -> Result<(red: Light, infrared: Light), RefusedBeat> {
        if isAtRails(red, fullScale) || isAtRails(infrared, fullScale) {
            return .failure(RefusedBeat(because: .saturated))
        }
        let one = light(red, reach)
        let two = light(infrared, reach)
        guard one.level > 0, two.level > 0 else { return .failure(RefusedBeat(because: .dark)) }
        guard min(one.percent, two.percent) >= Self.perfusionMin else {
            return .failure(RefusedBeat(because: .weak))
        }
        guard one.pulse * two.pulse > 0,
            correlation(red, infrared, reach) >= Self.correlationMin
        else { return .failure(RefusedBeat(because: .unlike)) }
        return .success((one, two))
    }

    struct RefusedBeat: Error { var because: Refusal }

    private var samples: ClosedRange<Int> {
        let first = Int(feet.first.rounded(.up))
        return first...max(first, Int(feet.last.rounded(.down)))
    }

    private func level(_ signal: SampleHistory, at place: Double, _ reach: Int) -> Double {
        let middle = Int(place.rounded())
        var sum = 0.0
        for index in (middle - reach)...(middle + reach) { sum += signal[index] }
        return sum / Double(2 * reach + 1)
    }

    /// Level and rise per sample of the straight line from foot to foot.
    private func baseline(_ signal: SampleHistory, _ reach: Int) -> (level: Double, rise: Double) {
        let start = level(signal, at: feet.first, reach)
        let end = level(signal, at: feet.last, reach)
        return (start, (end - start) / (feet.last.rounded() - feet.first.rounded()))
    }

    private func light(_ signal: SampleHistory, _ reach: Int) -> Light {
        let line = baseline(signal, reach)
        let top = level(signal, at: peak, reach)
        let below = line.level + line.rise * (peak.rounded() - feet.first.rounded())
        let sum = samples.reduce(0) { $0 + signal[$1] }
        return Light(pulse: top - below, level: sum / Double(samples.count))
    }

    /// Pearson correlation of the two beats, each about its own baseline.
    private func correlation(
        _ red: SampleHistory, _ infrared: SampleHistory, _ reach: Int
    ) -> Double {
        let (one, two) = (baseline(red, reach), baseline(infrared, reach))
        let first = feet.first.rounded()
        let count = Double(samples.count)
        var (x1, y1, xx, yy, xy) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for index in samples {
            let time = Double(index) - first
            let x = red[index] - one.level - one.rise * time
            let y = infrared[index] - two.level - two.rise * time
            x1 += x
            y1 += y
            xx += x * x
            yy += y * y
            xy += x * y
        }
        let spread = (xx - x1 * x1 / count) * (yy - y1 * y1 / count)
        return spread > 0 ? (xy - x1 * y1 / count) / spread.squareRoot() : 0
    }

    private func isAtRails(_ signal: SampleHistory, _ fullScale: Double?) -> Bool {
        var (lowest, highest) = (Double.infinity, -Double.infinity)
        for index in samples {
            lowest = min(lowest, signal[index])
            highest = max(highest, signal[index])
        }
        if let fullScale, highest >= Self.fullScaleShare * fullScale { return true }
        var (atLowest, atHighest) = (0, 0)
        for index in samples {
            if signal[index] == lowest { atLowest += 1 }
            if signal[index] == highest { atHighest += 1 }
        }
        return Double(max(atLowest, atHighest)) > Self.railShareMax * Double(samples.count)
    }
}
