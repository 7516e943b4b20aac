public import Biosignals

/// RR intervals to NN intervals while they come: each is handed out once, when the beats after it
/// have shown whether it needs an edit.
///
/// Input:  RR intervals in order of time.
/// Output: NN intervals and edits, each once, in order of time; `BeatEdit.id` counts the edits of
///         the stream from 1.
/// Delay:  `delay` beats at least and `delay` + `block` − 1 at most, by default 30 to 89, half
///         a minute to a minute and a half: they come a block at a time.
/// Method: the correction, as offline, of the `context` last intervals once every `block` beats.
///         What is handed out is never taken back: should a later look have edited it otherwise, the
///         difference shows as a gap.
/// Cost:   bounded: the correction's time for `context` intervals, once a block. It allocates.
/// Differs: offline knows the whole series; here an edit knows the 30 intervals after it and what is
///          left of the context before it. Where few beats are edited the two agree; where many are,
///          RMSSD of five minutes may differ by tens of per cent.
public struct SettledIntervals: Equatable, Sendable {
    /// What a step hands out.
    public struct Output: Equatable, Sendable {
        public var intervals: [NNInterval] = []
        public var edits: [BeatEdit] = []

        public init() {}

        public mutating func removeAll() {
            intervals.removeAll(keepingCapacity: true)
            edits.removeAll(keepingCapacity: true)
        }
    }

    private struct Element: Equatable {
        var endSeconds: Double
        var milliseconds: Double
        var followsPrevious: Bool
        var quality: Double
        var evidence: Fiducial.Evidence?
    }

    /// Two thirds of what the editor's widest window (91 intervals, Lipponen & Tarvainen 2019) knows
    /// of what follows, and more than any cluster it mends.
    public static let delayDefault = 30
    /// How often it looks: what a look costs is shared by these.
    public static let blockDefault = 60
    /// Five minutes at a resting heart rate: what a window of that length, edited offline, knows.
    public static let contextDefault = 300

    /// Two times nearer than this are one, s: files write times and intervals rounded apart.
    private static let instant = 1e-3

    public let correction: HRVCorrection
    public let delay: Int
    public let block: Int
    public let context: Int
    /// Why the rhythm of the context allowed no heart rate variability at the last look; nil if it
    /// did.
    public private(set) var objection: Unavailable?
    private var recent: [Element] = []
    /// Of the recent, those that have not been handed out.
    private var waiting = 0
    private var editCount = 0
    /// Up to here everything has been handed out.
    private var settled = -Double.infinity
    private var lastEnd: Double?

    /// No interval that ends before it will be handed out any more; nil before the first.
    public var settledUntil: Seconds? { settled.isFinite ? Seconds(settled) : nil }

    /// - Precondition: `delay` is not negative, `block` is positive, and both together are at most half
    ///   of `context`.
    public init(
        correction: HRVCorrection = .hypothesisTests, delay: Int = delayDefault,
        block: Int = blockDefault, context: Int = contextDefault
    ) {
        precondition(
            delay >= 0 && block > 0 && 2 * (delay + block) <= context,
            "A delay of \(delay) and blocks of \(block) are too long for \(context).")
        self.correction = correction
        self.delay = delay
        self.block = block
        self.context = context
        recent.reserveCapacity(context)
    }

    /// Takes what `RRIntervals.append` takes. An interval that is none (not finite, not positive,
    /// back in time) is left out.
    public mutating func process(
        endSeconds: Double, milliseconds: Double, followsPrevious: Bool, quality: Double = 1,
        evidence: Fiducial.Evidence? = nil, into output: inout Output
    ) {
        guard milliseconds > 0, milliseconds.isFinite, endSeconds.isFinite,
            endSeconds >= recent.last?.endSeconds ?? -.infinity
        else { return }
        recent.append(
            Element(
                endSeconds: endSeconds, milliseconds: milliseconds,
                followsPrevious: followsPrevious, quality: quality, evidence: evidence))
        waiting += 1
        if waiting == delay + block {
            settle(upTo: recent[recent.count - 1 - delay].endSeconds, into: &output)
            waiting = delay
            keep(context - block)
        }
    }

    /// The end of the recording: hands out the rest.
    public mutating func finish(into output: inout Output) {
        guard let last = recent.last, waiting > 0 else { return }
        settle(upTo: last.endSeconds, into: &output)
        waiting = 0
        keep(context - block - delay)
    }

    /// So many of the latest, so that the next look has no more than the context.
    private mutating func keep(_ count: Int) {
        recent.removeFirst(max(0, recent.count - count))
    }

    private mutating func settle(upTo limit: Double, into output: inout Output) {
        var rr = RRIntervals()
        for element in recent {
            rr.append(
                endSeconds: element.endSeconds, milliseconds: element.milliseconds,
                followsPrevious: element.followsPrevious, quality: element.quality,
                evidence: element.evidence)
        }
        let corrected = correction.applied(to: rr)
        objection = corrected.objection
        handOut(corrected.nn, upTo: limit, into: &output)
        for edit in corrected.nn.edits {
            guard edit.seconds > settled + Self.instant, edit.seconds <= limit + Self.instant
            else { continue }
            editCount += 1
            output.edits.append(
                BeatEdit(
                    kind: edit.kind, seconds: edit.seconds, costBefore: edit.costBefore,
                    costAfter: edit.costAfter, shiftSeconds: edit.shiftSeconds, id: editCount))
        }
        settled = max(settled, limit)
    }

    private mutating func handOut(
        _ nn: NNIntervals, upTo limit: Double, into output: inout Output
    ) {
        for index in nn.milliseconds.indices {
            let end = nn.endSeconds[index]
            guard end > settled + Self.instant else { continue }
            guard end <= limit + Self.instant else { break }
            let start = end - nn.milliseconds[index] / 1_000
            let last = lastEnd ?? -.infinity
            guard start >= last - Self.instant else { continue }
            let isJoined = start <= last + Self.instant
            output.intervals.append(
                NNInterval(
                    endSeconds: end, milliseconds: nn.milliseconds[index],
                    followsPrevious: nn.followsPrevious[index] && isJoined,
                    isReconstructed: nn.isReconstructed[index]))
            lastEnd = end
        }
    }
}
