public import Biosignals

/// A body that never lived: what its heart, breath, skin and limbs do is decided by a seed and a
/// schedule, so that every answer a detector or a measure should give is known.
///
/// A value without state; `SyntheticSource` makes the signals. The same person gives the same
/// digits on the same machine, whatever channels are asked for beside each other.
public struct SyntheticPerson: Equatable, Sendable {
    public enum Activity: String, CaseIterable, Sendable { case rest, deskWork, walk }

    /// One stretch of the schedule. What changes from one phase to the next does so smoothly
    /// within the first half minute of the later one.
    public struct Phase: Equatable, Sendable {
        public var activity: Activity
        public var duration: Seconds
        /// Mean heart rate, 25…220.
        public var heartRate: PerMinute
        /// RMSSD that the beats aim at when the phase begins, 0…150, at most a quarter of the mean
        /// interval between beats.
        public var rmssd: Milliseconds
        /// The same at the end of the phase; in between it changes linearly.
        public var rmssdAtEnd: Milliseconds
        /// Mean breathing rate, 4…45.
        public var breathing: PerMinute
        /// Mean rate of skin conductance responses, 0…30; they come at random, at least 1 s apart.
        public var scrRate: PerMinute
        /// 0 keeps still, 1 walks briskly; up to 3.
        public var motion: Double

        public init(
            _ activity: Activity, duration: Seconds, heartRate: PerMinute, rmssd: Milliseconds,
            rmssdAtEnd: Milliseconds? = nil, breathing: PerMinute = 15, scrRate: PerMinute = 3,
            motion: Double? = nil
        ) {
            self.activity = activity
            self.duration = duration
            self.heartRate = heartRate
            self.rmssd = rmssd
            self.rmssdAtEnd = rmssdAtEnd ?? rmssd
            self.breathing = breathing
            self.scrRate = scrRate
            self.motion = motion ?? activity.usualMotion
        }
    }

    public let seed: UInt64
    public let phases: [Phase]
    /// Scale of all measurement noise, mains and baseline wander; 1 is a good wearable, 0 none.
    /// Motion artefacts have their own scale in each phase.
    public let noise: Double

    /// - Throws: `SynthesisError` if a phase asks for what no body does.
    public init(seed: UInt64, phases: [Phase], noise: Double = 1) throws(SynthesisError) {
        guard !phases.isEmpty else { throw .noPhases }
        for (index, phase) in phases.enumerated() { try phase.check(index: index) }
        guard (0...100).contains(noise) else {
            throw .outOfRange(what: "noise", value: noise, allowed: 0...100)
        }
        self.seed = seed
        self.phases = phases
        self.noise = noise
    }

    /// Of all phases together.
    public var duration: Seconds { Seconds(phases.reduce(0) { $0 + $1.duration.value }) }
}

extension SyntheticPerson.Activity {
    /// Motion if the phase does not say: a desk worker's hands are never quite still.
    public var usualMotion: Double {
        switch self {
        case .rest: 0
        case .deskWork: 0.03
        case .walk: 1
        }
    }
}

extension SyntheticPerson.Phase {
    fileprivate func check(index: Int) throws(SynthesisError) {
        func demand(
            _ what: String, _ value: Double, _ allowed: ClosedRange<Double>
        ) throws(SynthesisError) {
            guard allowed.contains(value) else {
                throw .outOfRange(what: "phase \(index): \(what)", value: value, allowed: allowed)
            }
        }
        try demand("duration in s", duration.value, 1...1e7)
        try demand("heart rate per min", heartRate.value, 25...220)
        let rmssdMax = min(150, 15_000 / heartRate.value)
        try demand("RMSSD in ms", rmssd.value, 0...rmssdMax)
        try demand("RMSSD in ms at the end", rmssdAtEnd.value, 0...rmssdMax)
        try demand("breathing per min", breathing.value, 4...45)
        try demand("SCRs per min", scrRate.value, 0...30)
        try demand("motion", motion, 0...3)
    }
}
