/// Intervals between normal beats: artefacts and ectopic beats edited or taken out, gaps kept as
/// gaps, every change in the ledger.
public struct NNIntervals: Equatable, Sendable {
    /// Time of the beat that ends each interval, in seconds since the recording began; increasing.
    public var endSeconds: [Double]
    /// Duration of each interval, ms.
    public var milliseconds: [Double]
    /// Whether the interval begins at the normal beat that ended the one before it: only then does
    /// a successive difference exist.
    public var followsPrevious: [Bool]
    /// Whether an edit moved or put in one of the interval's two beats: its length is a reconstruction,
    /// not a measurement.
    public var isReconstructed: [Bool]
    /// What was done to get from RR to NN, in order of time.
    public var edits: [BeatEdit]
    /// Beats of the RR series before any edit.
    public var beatsTotal: Int
    /// See `RRIntervals.timingSD`.
    public var timingSD: Milliseconds?

    public init(
        endSeconds: [Double], milliseconds: [Double], followsPrevious: [Bool],
        isReconstructed: [Bool]? = nil, edits: [BeatEdit] = [], beatsTotal: Int
    ) {
        let isReconstructed =
            isReconstructed ?? Array(repeating: false, count: milliseconds.count)
        precondition(
            endSeconds.count == milliseconds.count && endSeconds.count == followsPrevious.count
                && endSeconds.count == isReconstructed.count,
            "The four arrays describe the same intervals.")
        self.endSeconds = endSeconds
        self.milliseconds = milliseconds
        self.followsPrevious = followsPrevious
        self.isReconstructed = isReconstructed
        self.edits = edits
        self.beatsTotal = beatsTotal
    }

    /// Every RR interval taken as it is: no edit, no judgement.
    public init(unedited rr: RRIntervals) {
        self.init(
            endSeconds: rr.endSeconds, milliseconds: rr.milliseconds,
            followsPrevious: rr.followsPrevious,
            beatsTotal: rr.beatCount)
        timingSD = rr.timingSD
    }

    public var count: Int { milliseconds.count }
}

/// One change on the way from RR to NN.
public struct BeatEdit: Equatable, Sendable, Identifiable {
    public enum Kind: String, CaseIterable, Sendable {
        /// A beat was not detected; one or more were put in between.
        case missed
        /// A detection that was no beat was taken out.
        case extra
        /// A beat was found at the wrong time and was moved.
        case moved
        /// A sound beat that did not come from the sinus node, by its time or its shape; the
        /// intervals on either side of it are no NN intervals.
        case ectopic
        /// Intervals left out because nothing sensible could be put in their place.
        case excluded
    }

    public let kind: Kind
    /// Seconds since the recording began, of the beat concerned, where it was found.
    public let seconds: Double
    /// The edit's cost function before and after; what lowered it enough was done.
    public let costBefore: Double
    public let costAfter: Double
    /// How much later the beat stands after the edit; nil where none was moved.
    public let shiftSeconds: Double?
    /// Its number in the ledger of the same RR intervals and the same editor, from 1 in order of
    /// time; it stays the same when other edits are undone. 0 outside a ledger.
    public let id: Int

    public init(
        kind: Kind, seconds: Double, costBefore: Double, costAfter: Double,
        shiftSeconds: Double? = nil, id: Int = 0
    ) {
        self.kind = kind
        self.seconds = seconds
        self.costBefore = costBefore
        self.costAfter = costAfter
        self.shiftSeconds = shiftSeconds
        self.id = id
    }
}
