/// Something that an EDF+ or BDF+ file says of a time.
public struct EDFAnnotation: Equatable, Sendable {
    /// Seconds since the header's start, which is up to a second before the first sample.
    public var onset: Double
    /// Seconds it lasts; nil where the file does not say.
    public var duration: Double?
    public var text: String

    public init(onset: Double, duration: Double? = nil, text: String) {
        self.onset = onset
        self.duration = duration
        self.text = text
    }

    /// Of a last data record that is longer than what was left of the recording.
    ///
    /// - Parameter seconds: from the end of the recording to that of the record.
    public static func filledUp(_ seconds: Range<Double>) -> EDFAnnotation {
        EDFAnnotation(
            onset: seconds.lowerBound, duration: seconds.upperBound - seconds.lowerBound,
            text: fillMark + ": filled up after the end of the recording")
    }

    /// How MNE marks what it filled up; its readers leave out what an annotation that begins so covers.
    static let fillMark = "BAD_ACQ_SKIP"
}
