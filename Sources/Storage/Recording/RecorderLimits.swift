public import Biosignals

/// How a recorder cuts its files, and how soon things are on the disk.
public struct RecorderLimits: Equatable, Sendable {
    /// A signal file that has grown so large is closed and the next one begun.
    public var segmentBytesMax = 268_435_456
    /// The same by the time it covers.
    public var segmentMax: Seconds = 3_600
    /// Missing samples are filled with invalid marks up to here; a longer pause takes no space.
    public var pauseMin: Seconds = 10
    /// A channel that lags so far behind the others is not waited for.
    public var holdBack: Seconds = 0.5
    /// Frames are handed to the kernel at the latest after so long: with `holdBack`, what a killed
    /// process loses.
    public var writeEvery: Seconds = 0.25
    /// What was written is forced onto the disk after so long: with the two above, what a power
    /// cut loses. Shorter wears out a memory card, each time by some blocks of metadata.
    public var syncEvery: Seconds = 5
    /// Annotations are put in order of time for so long; later ones are not recorded but counted.
    public var annotationDelayMax: Seconds = 5

    public init() {}
}
