import Biosignals
import DSP

/// Finds breaths as swings of a band-passed respiration signal that are large enough beside the
/// swings before them.
///
/// Input:  band-passed respiration, one sample at a time. Output: trough and crest of each breath as
///         indices of those samples, in order, never revised.
/// Delay:  a breath is known when the signal has fallen from its crest by the threshold; the first
///         15 s wait for each other.
/// Source: count-orig of Schäfer & Kratky (2008), doi:10.1007/s10439-007-9428-1.
/// Differs: the paper takes 0.2 of the third quartile of a whole record; here the threshold is 0.3
///         of the median of the last eight swings, which follows the breathing as it comes.
struct BreathDetector: Sendable {
    struct Breath: Sendable, Equatable {
        var trough: Int
        var crest: Int
        /// From trough to crest.
        var swing: Double
        /// The median swing it was measured against.
        var typical: Double
    }

    private enum Phase {
        case rising(trough: Int, crest: Int)
        case falling(trough: Int)
    }

    private enum Stage {
        case starting
        case running(Phase)
    }

    /// For a signal of the chest itself.
    static let thresholdShare = 0.3
    private static let swingsRemembered = 8
    private static let startUp: Seconds = 15
    /// With no swing for so long, the remembered swings are halved, and again after each further
    /// half of it: a sensor that slipped must not silence the stream.
    private static let patience: Seconds = 10
    /// Share of the start-up's samples left out at each end to take its typical swing.
    private static let startUpTrim = 0.1

    private let thresholdShare: Double
    private let startCount: Int
    private let patienceCount: Int
    private var signal: SampleHistory
    private var stage = Stage.starting
    private var cursor = 0
    private var swings: [Double] = []
    private var sorted: [Double] = []
    private var typical = 0.0
    private var lastTurn = 0

    init(rate: Hertz, thresholdShare: Double = BreathDetector.thresholdShare) {
        self.thresholdShare = thresholdShare
        startCount = Int(Self.startUp.value * rate.value)
        patienceCount = max(2, Int(Self.patience.value * rate.value))
        signal = SampleHistory(holding: 4 * startCount)
    }

    /// Index before which no further trough will be found.
    var settled: Int {
        switch stage {
        case .starting: 0
        case .running(.rising(let trough, _)), .running(.falling(let trough)): trough
        }
    }

    mutating func process(_ sample: Double, into found: inout [Breath]) {
        signal.append(sample)
        switch stage {
        case .starting: if signal.count >= startCount { begin(into: &found) }
        case .running(let phase): step(phase, into: &found)
        }
    }

    /// Ends the stream; a breath in that has risen far enough is let go without its crest.
    mutating func finish(into found: inout [Breath]) {
        if case .starting = stage, signal.count > 1 { begin(into: &found) }
        guard case .running(.rising(let trough, let crest)) = stage else { return }
        release(trough: trough, crest: crest, into: &found)
    }

    private mutating func begin(into found: inout [Breath]) {
        let values = (0..<signal.count).map { signal[$0] }.sorted()
        let trim = Int(Self.startUpTrim * Double(values.count - 1))
        typical = values[values.count - 1 - trim] - values[trim]
        stage = .running(.falling(trough: 0))
        while cursor < signal.count, case .running(let phase) = stage { step(phase, into: &found) }
    }

    private mutating func step(_ phase: Phase, into found: inout [Breath]) {
        let index = cursor
        cursor += 1
        let value = signal[index]
        let threshold = thresholdShare * typical
        switch phase {
        case .falling(let trough):
            if value <= signal[trough] {
                stage = .running(.falling(trough: index))
            } else if value - signal[trough] > threshold {
                stage = .running(.rising(trough: trough, crest: index))
                lastTurn = index
            }
        case .rising(let trough, let crest):
            if value > signal[crest] {
                stage = .running(.rising(trough: trough, crest: index))
            } else if signal[crest] - value > threshold {
                release(trough: trough, crest: crest, into: &found)
                stage = .running(.falling(trough: index))
                lastTurn = index
            }
        }
        if index - lastTurn >= patienceCount { fade(at: index) }
    }

    private mutating func release(trough: Int, crest: Int, into found: inout [Breath]) {
        let swing = signal[crest] - signal[trough]
        found.append(Breath(trough: trough, crest: crest, swing: swing, typical: typical))
        swings.append(swing)
        if swings.count > Self.swingsRemembered { swings.removeFirst() }
        if swings.count >= 3 { updateTypical() }
    }

    private mutating func updateTypical() {
        sorted.removeAll(keepingCapacity: true)
        sorted.append(contentsOf: swings)
        sorted.sort()
        let upper = sorted.count / 2
        typical = (sorted[upper] + sorted[(sorted.count - 1) / 2]) / 2
    }

    private mutating func fade(at index: Int) {
        lastTurn = index - patienceCount / 2
        typical /= 2
        for place in swings.indices { swings[place] /= 2 }
        // The running extreme is taken afresh, or a lost baseline would hold it for ever.
        guard case .running(let phase) = stage else { return }
        switch phase {
        case .falling(let trough):
            if index - trough >= patienceCount { stage = .running(.falling(trough: index)) }
        case .rising(_, let crest):
            if index - crest >= patienceCount { stage = .running(.falling(trough: index)) }
        }
    }
}
