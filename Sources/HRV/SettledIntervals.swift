public import Biosignals

/// RR intervals to NN intervals while they come: each is handed out once, when the beats after it
/// have shown whether it needs an edit.
///
/// Input:  RR intervals in order of time.
/// Output: NN intervals and edits, each once, in order of time.
/// Delay:  `delay` beats; the first wait until there are enough of them to know the rhythm.
/// Method: `NNEditor` over the `context` last intervals at every beat. What is handed out is never
///         taken back: should a later look have edited it otherwise, the difference shows as a gap.
/// Cost:   bounded per beat: the editor's time for `context` intervals. It allocates.
/// Differs: an edit offline knows the 45 intervals after it as well as those before; here only the
///          `delay` next.
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

    /// The longest cluster of suspicious intervals that is mended, and the four after it that its
    /// cost looks at.
    public static let delayDefault = 12
    /// The widest window of the editor's thresholds (91 intervals, Lipponen & Tarvainen 2019), and
    /// what lies outside its half at either end.
    public static let contextDefault = 120

    /// Two times nearer than this are one, s: files write times and intervals rounded apart.
    private static let instant = 1e-3

    public let delay: Int
    public let context: Int
    private let editor: NNEditor
    private var recent: [Element] = []
    /// Up to here everything has been handed out.
    private var settled = -Double.infinity
    private var lastEnd: Double?

    /// No interval that ends before it will be handed out any more; nil before the first.
    public var settledUntil: Seconds? { settled.isFinite ? Seconds(settled) : nil }

    /// - Precondition: `delay` is not negative and at most half of `context`.
    public init(
        editor: NNEditor = NNEditor(), delay: Int = delayDefault, context: Int = contextDefault
    ) {
        precondition(
            delay >= 0 && 2 * delay <= context, "A delay of \(delay) is too long for \(context).")
        self.editor = editor
        self.delay = delay
        self.context = context
        recent.reserveCapacity(context + 1)
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
        if recent.count == context { recent.removeFirst() }
        recent.append(
            Element(
                endSeconds: endSeconds, milliseconds: milliseconds,
                followsPrevious: followsPrevious, quality: quality, evidence: evidence))
        guard recent.count > delay, recent.count > editor.thresholds.intervalsMin + delay else {
            return
        }
        settle(upTo: recent[recent.count - 1 - delay].endSeconds, into: &output)
    }

    /// The end of the recording: hands out the rest.
    public mutating func finish(into output: inout Output) {
        guard let last = recent.last else { return }
        settle(upTo: last.endSeconds, into: &output)
    }

    private mutating func settle(upTo limit: Double, into output: inout Output) {
        var rr = RRIntervals()
        for element in recent {
            rr.append(
                endSeconds: element.endSeconds, milliseconds: element.milliseconds,
                followsPrevious: element.followsPrevious, quality: element.quality,
                evidence: element.evidence)
        }
        let nn = editor.edit(rr)
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
        output.edits += nn.edits.filter {
            $0.seconds > settled + Self.instant && $0.seconds <= limit + Self.instant
        }
        settled = max(settled, limit)
    }
}
