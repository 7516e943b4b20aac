/// How good a window must be before its measures are stated.
public struct HRVLimits: Equatable, Sendable {
    /// Least usable share of the window for measures in the time domain, 0…1.
    public var usableMinTime = 0.8
    /// The same for spectral and nonlinear measures, which suffer more from what is missing.
    public var usableMinOther = 0.9
    /// Largest share of edited beats, %: above it the rhythm is a product of the editing. Five and 15
    /// artefacts put into 106 clean five minutes (nsr001, nsr004, 14046, MIT-BIH) and mended leave an
    /// RMSSD within 1 % and 3 % in nine of ten; of 30, a tenth of the beats, thresholds that follow
    /// the rhythm take early and displaced ones for it, and RMSSD may be a multiple of what it was.
    public var percentEditedMax = 10.0

    public init() {}

    func check() throws(HRVError) {
        for (name, value) in [
            ("usableMinTime", usableMinTime), ("usableMinOther", usableMinOther),
        ] where !(0...1).contains(value) {
            throw .shareOutOfRange(name: name, value: value)
        }
        guard (0...100).contains(percentEditedMax) else {
            throw .percentOutOfRange(name: "percentEditedMax", value: percentEditedMax)
        }
    }
}
