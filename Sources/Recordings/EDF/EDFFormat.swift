/// The two members of the family: samples of 16 bits, or of 24.
public enum EDFFormat: Sendable {
    case edf, bdf

    /// As people and files spell it.
    public var name: String { self == .edf ? "EDF" : "BDF" }

    /// Bytes of a stored sample, low byte first.
    public var sampleBytes: Int { self == .edf ? 2 : 3 }

    /// The stored value that our writer puts where a sample is missing. It lies outside the digital
    /// range that the header then states.
    public var missingMark: Int32 { self == .edf ? -32_768 : -8_388_608 }

    /// The values that are not that mark.
    public var range: ClosedRange<Int32> {
        self == .edf ? -32_767...32_767 : -8_388_607...8_388_607
    }

    /// What marks the signal that holds annotations.
    public var annotationLabel: String { "\(name) Annotations" }
}
