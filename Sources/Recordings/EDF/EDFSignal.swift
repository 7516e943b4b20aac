import Biosignals

/// One signal of an EDF file as its header describes it.
///
/// Source: Kemp et al. (1992), doi:10.1016/0013-4694(92)90009-7; EDF+: Kemp & Olivan (2003),
/// doi:10.1016/S1388-2457(03)00123-8.
public struct EDFSignal: Equatable, Sendable {
    public var label: String
    public var transducer = ""
    /// The unit, as the file spells it.
    public var dimension: String
    public var digitalMin: Int?
    public var digitalMax: Int?
    public var prefilter = ""
    public var samplesPerRecord: Int
    public var reserved = ""
    var physicalMin: EDFDecimal?
    var physicalMax: EDFDecimal?

    public init(label: String, dimension: String, samplesPerRecord: Int) {
        self.label = label
        self.dimension = dimension
        self.samplesPerRecord = samplesPerRecord
    }

    /// Whether it holds annotations instead of samples, however the writer capitalised it.
    public var isAnnotations: Bool {
        ["edf annotations", "bdf annotations"].contains(label.lowercased())
    }

    /// From stored numbers to physical ones: (digital − baseline) / gain. Nil where minimum and
    /// maximum are not given, or are the same.
    var scale: DigitalScale? {
        guard let dMin = digitalMin, let dMax = digitalMax, let pMin = physicalMin,
            let pMax = physicalMax, dMin != dMax
        else { return nil }
        let places = max(pMin.decimals, pMax.decimals)
        guard let low = pMin.mantissa(at: places), let high = pMax.mantissa(at: places),
            low != high
        else { return nil }
        // In whole numbers up to the last division, so that a gain of 200 is 200.
        let steps = dMax - dMin
        let span = high - low
        let (lowSteps, isLong) = low.multipliedReportingOverflow(by: steps)
        let (zeroSteps, isLonger) = dMin.multipliedReportingOverflow(by: span)
        let (offset, isLongest) = zeroSteps.subtractingReportingOverflow(lowSteps)
        let gain = Double(steps) * powerOfTen(places) / Double(span)
        guard !isLong, !isLonger, !isLongest, gain.isFinite, gain != 0 else { return nil }
        let told = DigitalScale(gain: gain, baseline: Double(offset) / Double(span))
        return exactScale(near: told) ?? told
    }

    private static let scaleMark = "scale "

    /// Notes a scale that eight characters for minimum and maximum cannot carry, if it has room.
    mutating func setExactScale(_ scale: DigitalScale) {
        let text = "\(Self.scaleMark)\(scale.gain.shortText) \(scale.baseline.shortText)"
        if text.utf8.count <= 32 { reserved = text }
    }

    /// The scale that our writer noted, as long as the header's own agrees with it.
    private func exactScale(near told: DigitalScale) -> DigitalScale? {
        guard reserved.hasPrefix(Self.scaleMark) else { return nil }
        let parts = reserved.dropFirst(Self.scaleMark.count).split(separator: " ")
        guard parts.count == 2, let gain = Double(decimal: String(parts[0])),
            let baseline = Double(decimal: String(parts[1])), gain != 0,
            abs(gain - told.gain) <= 1e-3 * abs(told.gain)
        else { return nil }
        return DigitalScale(gain: gain, baseline: baseline)
    }
}
