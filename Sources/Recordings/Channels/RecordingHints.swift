public import Biosignals

/// What the user said about a recording that its file does not.
public struct RecordingHints: Equatable, Sendable {
    /// Channel names by role, as in `--map ecg=MLII`.
    public var map: [ChannelRole: String]
    /// Overrides the file's sampling rate.
    public var rate: Hertz?

    public init(map: [ChannelRole: String] = [:], rate: Hertz? = nil) {
        self.map = map
        self.rate = rate
    }

    /// - Throws: `RecordingError` if there is a rate and it is none.
    func checkedRate(file: String) throws(RecordingError) -> Hertz? {
        guard let rate else { return nil }
        guard rateRange.contains(rate.value) else {
            throw RecordingError(file: file, problem: .rateInvalid(rate))
        }
        return rate
    }
}
