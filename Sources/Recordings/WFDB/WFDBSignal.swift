import Biosignals

/// One signal line of a WFDB header.
///
/// Source: WFDB Applications Guide, header(5), "Signal specification lines".
public struct WFDBSignal: Equatable, Sendable {
    public var file: String
    public var format: WFDBSignalFormat
    public var samplesPerFrame = 1
    /// Frames by which the signal is stored late: stored frame k belongs to time k − skew.
    public var skew = 0
    /// Bytes before the first sample of the file.
    public var byteOffset = 0
    /// ADC units per physical unit; nil where the header gives none.
    public var gain: Double?
    /// The sample value that stands for 0 physical units.
    public var baseline: Int
    public var unitText: String
    public var adcResolution: Int?
    public var adcZero = 0
    public var initialValue: Int?
    /// Sum of all samples modulo 2¹⁶; nil where the header gives none.
    public var checksum: Int?
    public var blockSize = 0
    public var name: String

    public init(
        file: String, format: WFDBSignalFormat, gain: Double? = nil, baseline: Int = 0,
        unitText: String = "mV", name: String
    ) {
        self.file = file
        self.format = format
        self.gain = gain
        self.baseline = baseline
        self.unitText = unitText
        self.name = name
    }

    /// From the signal's physical unit to that of its channel, which is the unit itself where no
    /// measure is computed in it; nil where the header gives no gain, so that counts stay counts.
    var unitScale: UnitScale? {
        guard gain != nil else { return nil }
        return UnitScale(unitText: unitText) ?? UnitScale(unit: .counts)
    }

    /// Whether the values of both stand side by side in one channel.
    func isIn(unitOf other: WFDBSignal) -> Bool {
        let (own, others) = (unitScale, other.unitScale)
        guard own?.unit == others?.unit else { return false }
        return own == nil || own?.unit != .counts || unitText == other.unitText
    }
}
