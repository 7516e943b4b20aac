/// Everything that happens in the body around the stretch being made: a few seconds of breaths,
/// beats and pulses, half a minute of skin conductance responses.
struct SyntheticBody: Sendable {
    /// The body lives before the recording begins, so that sample 0 has its past.
    private static let birth = -40.0
    /// Beats and breaths known ahead of the stretch: P waves begin before their R wave.
    private static let lookahead = 3.0
    /// Pulses last longer than beats.
    private static let memory = 4.0

    let schedule: PhaseSchedule
    private(set) var breathing: BreathRhythm
    private(set) var heart: HeartRhythm
    private(set) var pulses: [SyntheticTruth.Pulse] = []
    private(set) var sudomotor: SudomotorRhythm

    init(_ person: SyntheticPerson) {
        schedule = PhaseSchedule(person.phases)
        breathing = BreathRhythm(seed: person.seed, from: Self.birth)
        heart = HeartRhythm(seed: person.seed, from: Self.birth)
        sudomotor = SudomotorRhythm(seed: person.seed, from: Self.birth)
    }

    mutating func extend(through seconds: Double) {
        let ahead = seconds + Self.lookahead
        breathing.extend(through: ahead + Self.lookahead, schedule: schedule)
        heart.extend(through: ahead, schedule: schedule, breathing: breathing)
        let known = pulses.last?.beatSeconds ?? -.infinity
        for beat in heart.beats where beat.seconds > known {
            pulses.append(PulseModel.pulse(of: beat, breathing: breathing))
        }
        sudomotor.extend(through: seconds, schedule: schedule)
    }

    func collect(_ range: Range<Double>, into truth: inout SyntheticTruth) {
        truth.collect(
            range, beats: heart.beats, pulses: pulses, scrs: sudomotor.scrs,
            breaths: breathing.breaths)
    }

    mutating func forget(before seconds: Double) {
        breathing.forget(before: seconds - Self.memory)
        heart.forget(before: seconds - Self.memory)
        pulses.removeFirst(pulses.prefix { $0.footSeconds < seconds - Self.memory }.count)
        sudomotor.forget(before: seconds - ElectrodermalModel.lastingSeconds)
    }
}
