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
}
