import Biosignals

/// A second opinion on counted breaths: whether the signal's power lies where their rate says.
///
/// Input:  low-passed respiration at a steady rate, with the time of each sample. Output: for a
///         stretch of 60 s, the power near a rate against what an even spectrum has there.
/// Noise and drift have swings too, which a breath detector counts; but their power is spread.
struct BreathingWitness: Sendable {
    private static let step = 1 / BreathingSpectrum.rate.value
    /// Grid samples from one piece's end to the next: 4 s.
    private static let hop = 16
    /// Pieces of 32 s remembered; seconds are judged up to 9 s after they end.
    private static let capacity = 16
    private static let piecesMax = 8

    private var spectrum = BreathingSpectrum()
    private var ring = [Double](repeating: 0, count: BreathingSpectrum.sampleCount)
    private var piece = [Double](repeating: 0, count: BreathingSpectrum.sampleCount)
    private var shares = [Double](repeating: 0, count: capacity * BreathingSpectrum.binCount)
    private var isTaken = [Bool](repeating: false, count: capacity)
    private var mean = [Double](repeating: 0, count: BreathingSpectrum.binCount)
    /// Grid samples so far; they lie at whole multiples of a quarter of a second.
    private var count = 0
    private var last: (time: Double, value: Double)?

    mutating func append(_ value: Double, at time: Double) {
        if let last {
            while Double(count) * Self.step <= time {
                let share = (Double(count) * Self.step - last.time) / (time - last.time)
                place(last.value + max(0, share) * (value - last.value))
            }
        }
        last = (time, value)
    }

    private mutating func place(_ value: Double) {
        ring[count % ring.count] = value
        count += 1
        guard count % Self.hop == 0, count >= ring.count else { return }
        for index in piece.indices { piece[index] = ring[(count + index) % ring.count] }
        let slot = count / Self.hop % Self.capacity
        isTaken[slot] = spectrum.take(
            of: piece, beatRate: .infinity, into: &shares, at: slot * BreathingSpectrum.binCount)
    }

    /// Power near `rate` in the 60 s before `end`, in seconds, which is a multiple of four; 1 where
    /// it is spread evenly, nil where there is no whole piece.
    mutating func prominence(of rate: PerMinute, before end: Int) -> Double? {
        let bins = BreathingSpectrum.binCount
        let latest = end / 4
        for bin in 0..<bins { mean[bin] = 0 }
        var found = 0.0
        for index in max(8, latest - Self.piecesMax + 1)...max(8, latest) {
            let slot = index % Self.capacity
            guard index <= count / Self.hop, index > count / Self.hop - Self.capacity,
                isTaken[slot]
            else { continue }
            found += 1
            for bin in 0..<bins { mean[bin] += shares[slot * bins + bin] }
        }
        guard found > 0 else { return nil }
        return SpectrumFusion.prominence(of: mean, near: rate) / found
    }
}
