import Biosignals

/// Joins stationary epochs into bouts and says what broke them.
///
/// Break:  one active epoch ends a bout (`movement`). Up to `unknownMax` epochs without evidence
///         do not end it, and count as no stationary time; more end it (`signalLost`), at the
///         last epoch that had evidence. A sensor that is not worn ends it at once, and so does
///         sleep: no minute asleep is a stationary one.
/// Source: bouts and breaks after Tremblay et al. (2017), doi:10.1186/s12966-017-0525-8.
public struct BoutTracker: Sendable {
    public static let unknownMax = 2

    public private(set) var current: StationaryBout?
    private var unknownEpochs = 0

    public init() {}

    /// Takes the next epoch and returns the bout that it ended, if it did.
    public mutating func process(_ epoch: Epoch) -> StationaryBout? {
        switch epoch.state {
        case .stationary:
            unknownEpochs = 0
            var bout = current ?? StationaryBout(start: epoch.start)
            bout.extend(by: epoch, probability: epoch.pStationary ?? 0)
            current = bout
            return nil
        case .active:
            return close(by: .movement)
        case .notWorn:
            return close(by: .signalLost)
        case .asleep:
            return close(by: .sleep)
        case .unknown:
            guard current != nil else { return nil }
            unknownEpochs += 1
            return unknownEpochs > Self.unknownMax ? close(by: .signalLost) : nil
        }
    }

    /// Ends the stream: what still lasts is cut off by the end of the recording.
    public mutating func finish() -> StationaryBout? { close(by: .recordingEnded) }

    private mutating func close(by end: StationaryBout.End) -> StationaryBout? {
        unknownEpochs = 0
        guard var bout = current else { return nil }
        current = nil
        bout.endedBy = end
        return bout
    }
}
