import Biosignals
import ECG
import EDA
import PPG
import Respiration

/// What the processors of the signal rooms have in common, so that one track can drive any.
protocol SignalProcessor: Sendable {
    associatedtype Output: SignalOutput
    mutating func process(_ samples: [Double], into output: inout Output)
    mutating func finish(into output: inout Output)
}

protocol SignalOutput: Sendable {
    init()
    var seconds: [SecondOfSignal] { get }
    mutating func removeAll()
}

extension ECGProcessor: SignalProcessor {}
extension ECGReview: SignalProcessor {}
extension ECGOutput: SignalOutput {}
extension PPGProcessor: SignalProcessor {}
extension PPGOutput: SignalOutput {}
extension EDAProcessor: SignalProcessor {}
extension EDAOutput: SignalOutput {}
extension RespirationProcessor: SignalProcessor {}
extension RespirationOutput: SignalOutput {}

extension PPGOutput {
    /// Each pulse at the surest of its times, half-way up its upstroke, with what was known of it.
    var timedPulses: [Fiducial] {
        zip(pulses, midpoints).map { peak, midpoint in
            var timed = midpoint
            timed.quality = min(peak.quality, midpoint.quality)
            return timed
        }
    }
}
