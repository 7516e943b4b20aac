/// What a recorder took and what it did not.
public struct RecorderTally: Equatable, Sendable {
    /// Of the signal files, invalid marks included.
    public internal(set) var bytes = 0
    /// Samples given to the frames.
    public internal(set) var samples = 0
    /// Samples whose place had been passed: written there as missing.
    public internal(set) var samplesLate = 0
    /// Samples at no possible place.
    public internal(set) var samplesRefused = 0
    /// Samples beyond what the format holds, written as its largest or smallest value.
    public internal(set) var samplesClipped = 0
    /// Annotations that came when later ones had been written, or too many before any sample.
    public internal(set) var annotationsDropped = 0
}
