/// Where in frequency a second of signal moved beyond the beat's own shape: natural logarithms of
/// root mean squares, in the signal's unit. Only their differences mean anything.
public struct MotionBands: Equatable, Sendable {
    /// 4–8 Hz: electrodes, cables and skin shaken by steps and impacts.
    public let swayLogRMS: Double
    /// 15–25 Hz between the QRS complexes: muscle.
    public let muscleLogRMS: Double
    /// 25–40 Hz, QRS complexes included: muscle, and what the mean beat leaves of the QRS.
    public let fastLogRMS: Double

    public init(swayLogRMS: Double, muscleLogRMS: Double, fastLogRMS: Double) {
        self.swayLogRMS = swayLogRMS
        self.muscleLogRMS = muscleLogRMS
        self.fastLogRMS = fastLogRMS
    }
}
