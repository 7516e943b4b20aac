import Biosignals
import DSP

/// Finds the blocks of a band-passed PPG that hold a systolic wave: two event-related moving
/// averages, one as wide as a systolic peak, one as wide as a beat.
///
/// Input:  band-passed PPG, pulses up, one sample at a time. Output: the highest sample of each
///         block, in order, never revised.
/// Delay:  half a beat window and the refractory period, 0.6 s; the first 3 s wait for each other.
/// Source: Elgendi et al. (2013), doi:10.1371/journal.pone.0073557.
/// Differs: the averages run over the clipped signal itself, not over its square, so that a small
///         beat after a large one is not drowned; the beat window is 600 ms in place of 667 ms; the
///         offset follows a running mean in place of the mean of a whole recording.
struct PulseDetector: Sendable {
    struct Candidate: Sendable, Equatable {
        var index: Int
        var height: Double
        /// Peak average over threshold at its best.
        var margin: Double
    }

    private enum Stage { case starting, running }
    private enum Block {
        case outside
        case inside(start: Int, best: Candidate)
    }

    private static let peakWindow: Seconds = 0.111
    private static let beatWindow: Seconds = 0.6
    private static let offsetShare = 0.02
    private static let refractory: Seconds = 0.3
    private static let startUp: Seconds = 3
    private static let meanTime: Seconds = 5

    private let peakHalf: Int
    private let beatHalf: Int
    private let refractoryCount: Int
    private let startCount: Int
    private let meanWeight: Double

    /// The last samples with pulses up and what lies below zero cut off, `mask` + 1 of them.
    private var waves: [Double]
    /// And those below zero, in case the signal turns out to be upside down.
    private var below: [Double]
    private let mask: Int
    private var count = 0
    private var stage = Stage.starting
    private var polarity = 1.0
    private var mean = 0.0
    private var meanCount = 0
    private var cursor = 0
    private var peakSum = 0.0
    private var beatSum = 0.0
    private var block = Block.outside
    private var pending: Candidate?

    init(rate: Hertz) {
        func count(_ time: Seconds) -> Int { Int((time.value * rate.value).rounded()) }
        peakHalf = max(1, count(Self.peakWindow) / 2)
        beatHalf = max(2, count(Self.beatWindow) / 2)
        refractoryCount = count(Self.refractory)
        startCount = count(Self.startUp)
        meanWeight = 1 / (Self.meanTime.value * rate.value)
        var size = 1
        while size < max(startCount, 2 * beatHalf + 2) + 1 { size <<= 1 }
        mask = size - 1
        waves = Array(repeating: 0, count: size)
        below = waves
    }

    /// Index before which no further candidate will be found.
    var settled: Int {
        if let pending { return pending.index }
        if case .inside(let start, _) = block { return start }
        return cursor
    }

    /// Takes one sample with the polarity that now holds: +1 as it comes, −1 turned over.
    mutating func process(_ sample: Double, polarity: Double, into found: inout [Candidate]) {
        if polarity != self.polarity { turn(to: polarity) }
        let value = sample * polarity
        waves[count & mask] = max(0, value)
        below[count & mask] = max(0, -value)
        count += 1
        switch stage {
        case .starting: if count >= startCount { begin(into: &found) }
        case .running:
            updateMean(with: max(0, value))
            decide(into: &found)
        }
    }

    /// What lay below zero lies above it now.
    private mutating func turn(to polarity: Double) {
        self.polarity = polarity
        swap(&waves, &below)
        if case .running = stage { resum(at: cursor - 1) }
    }

    /// Ends the start-up of a stream that was shorter than it, and gives up what was held back.
    mutating func finish(polarity: Double, into found: inout [Candidate]) {
        if polarity != self.polarity { turn(to: polarity) }
        if case .starting = stage { begin(into: &found) }
        if let last = pending { found.append(last) }
        pending = nil
    }

    private mutating func begin(into found: inout [Candidate]) {
        stage = .running
        for index in 0..<count { updateMean(with: wave(index)) }
        resum(at: -1)
        while cursor + beatHalf < count { decide(into: &found) }
    }

    private mutating func updateMean(with value: Double) {
        meanCount += 1
        mean += max(meanWeight, 1 / Double(meanCount)) * (value - mean)
    }

    /// 0 for what lies before the stream or after its end.
    private func wave(_ index: Int) -> Double {
        index < 0 || index >= count ? 0 : waves[index & mask]
    }

    private mutating func decide(into found: inout [Candidate]) {
        let index = cursor
        cursor += 1
        if index & 0xFF == 0xFF {
            resum(at: index)  // So that rounding cannot pile up.
        } else {
            slide(to: index)
        }
        let peakMean = peakSum / Double(2 * peakHalf + 1)
        let threshold = beatSum / Double(2 * beatHalf + 1) + Self.offsetShare * mean
        let value = waves[index & mask]
        if peakMean > threshold {
            let margin = threshold > 0 ? peakMean / threshold : 1
            extend(Candidate(index: index, height: value, margin: margin))
        } else if case .inside(let start, let best) = block {
            block = .outside
            if index - start > 2 * peakHalf { propose(best, into: &found) }
        }
        release(at: index, into: &found)
    }

    /// The sums around `index`, from those around the sample before it.
    private mutating func slide(to index: Int) {
        guard index > beatHalf else {
            peakSum += wave(index + peakHalf) - wave(index - peakHalf - 1)
            beatSum += wave(index + beatHalf) - wave(index - beatHalf - 1)
            return
        }
        let mask = mask
        waves.withUnsafeBufferPointer { waves in
            let peakEdges = (index &+ peakHalf, index &- peakHalf &- 1)
            let beatEdges = (index &+ beatHalf, index &- beatHalf &- 1)
            peakSum += waves[peakEdges.0 & mask] - waves[peakEdges.1 & mask]
            beatSum += waves[beatEdges.0 & mask] - waves[beatEdges.1 & mask]
        }
    }

    private mutating func resum(at index: Int) {
        (peakSum, beatSum) = (0, 0)
        for other in (index - beatHalf)...(index + beatHalf) {
            let value = wave(other)
            beatSum += value
            if abs(other - index) <= peakHalf { peakSum += value }
        }
    }

    private mutating func extend(_ candidate: Candidate) {
        guard case .inside(let start, var best) = block else {
            block = .inside(start: candidate.index, best: candidate)
            return
        }
        let margin = max(best.margin, candidate.margin)
        if candidate.height > best.height { best = candidate }
        best.margin = margin
        block = .inside(start: start, best: best)
    }

    private mutating func propose(_ candidate: Candidate, into found: inout [Candidate]) {
        if let earlier = pending {
            if candidate.index - earlier.index < refractoryCount {
                if candidate.height > earlier.height { pending = candidate }
                return
            }
            found.append(earlier)
        }
        pending = candidate
    }

    /// Lets the waiting candidate go once nothing within its refractory period can beat it.
    private mutating func release(at index: Int, into found: inout [Candidate]) {
        guard let waiting = pending else { return }
        let end = waiting.index + refractoryCount
        if case .inside(let start, _) = block, start < end { return }
        guard index >= end else { return }
        found.append(waiting)
        pending = nil
    }
}
