import Biosignals

/// Beats or breaths of one source, as far back as the longest window needs.
struct BeatLog: Sendable {
    private(set) var seconds: [Double] = []
    private(set) var quality: [Double] = []
    private var evidence: [Fiducial.Evidence] = []
    /// Whether the signal was interrupted just before the beat: no interval ends there.
    private var isBehindGap: [Bool] = []
    /// Of each beat's time, seconds; nil where the detector did not estimate it.
    private var timingSD: [Double?] = []
    private var gapPending = false

    mutating func append(
        _ time: Double, quality: Double, evidence: Fiducial.Evidence, timingSD: Double?
    ) {
        // A fresh detector behind a gap may find the beat its predecessor had found before.
        if let last = seconds.last, time <= last { return }
        seconds.append(time)
        self.quality.append(quality)
        self.evidence.append(evidence)
        self.timingSD.append(timingSD)
        isBehindGap.append(gapPending)
        gapPending = false
    }

    /// The next beat comes behind a gap.
    mutating func interrupt() { gapPending = true }

    mutating func removeAll(before time: Double) {
        let keep = seconds.firstIndex { $0 >= time } ?? seconds.count
        seconds.removeFirst(keep)
        quality.removeFirst(keep)
        evidence.removeFirst(keep)
        timingSD.removeFirst(keep)
        isBehindGap.removeFirst(keep)
    }

    /// Median height of the window's beats; nil when there is none.
    func medianAmplitude(in window: Range<Double>) -> Double? {
        let heights = seconds.indices.lazy.filter { window.contains(seconds[$0]) }
            .map { abs(evidence[$0].amplitude) }.sorted()
        return heights.isEmpty ? nil : heights[heights.count / 2]
    }

    /// The intervals that begin and end in the window, gaps kept as gaps.
    func intervals(in window: Range<Double>, longest: Double) -> RRIntervals {
        var rr = RRIntervals()
        var previous: Int?
        var (squares, known) = (0.0, 0.0)
        var follows = false
        for index in seconds.indices where window.contains(seconds[index]) {
            defer { previous = index }
            if let error = timingSD[index], quality[index] >= SignalQuality.usableMin {
                squares += error * error
                known += 1
            }
            guard let previous else { continue }
            let step = seconds[index] - seconds[previous]
            guard step <= longest, !isBehindGap[index] else {
                follows = false
                continue
            }
            rr.append(
                endSeconds: seconds[index], milliseconds: step * 1_000, followsPrevious: follows,
                quality: min(quality[index], quality[previous]), evidence: evidence[index])
            follows = true
        }
        if known > 0 { rr.timingSD = Milliseconds(1_000 * (squares / known).squareRoot()) }
        return rr
    }
}
