import Biosignals
import Foundation
import Sedentary

/// An epoch as its row in the store says it: all that a rule may ask of it, to the digit.
struct StoredEpoch: Codable, Equatable {
    let start: Double
    let end: Double
    let pStationary: Double?
    let usable: Double
    let contactLost: Double
    var motion: Double?
    var heartRate: Double?
    var acceleration: Double?
    var sway: Double?
    var muscle: Double?
    var pulseMotion: Double?
    var postureSteps: Int?
    var stoodUp: Bool?
    var motionBit: Double?
    var steps: Double?
    var isAsleep: Bool?
    var localHour: Double?
    let posture: String
    let ratios: [String: Double]
    /// Not worn, asleep, stationary, active.
    let belief: [Double]?
    let calibration: String?

    private enum CodingKeys: String, CodingKey {
        case start = "start_s"
        case end = "end_s"
        case pStationary = "p_stationary"
        case usable
        case contactLost = "contact_lost"
        case motion
        case heartRate = "heart_rate"
        case acceleration, sway, muscle
        case pulseMotion = "pulse_motion"
        case postureSteps = "posture_steps"
        case stoodUp = "stood_up"
        case motionBit = "motion_bit"
        case steps
        case isAsleep = "is_asleep"
        case localHour = "local_hour"
        case posture, ratios, belief, calibration
    }

    init(_ epoch: Epoch) {
        let evidence = epoch.evidence
        (start, end) = (epoch.start.value, epoch.end.value)
        pStationary = epoch.pStationary
        usable = evidence.usable
        contactLost = evidence.contactLost
        motion = evidence.motionLogRatio
        heartRate = evidence.heartRate?.value
        acceleration = evidence.acceleration?.value
        sway = evidence.swayLogRatio
        muscle = evidence.muscleLogRatio
        pulseMotion = evidence.pulseMotion
        postureSteps = evidence.postureSteps
        stoodUp = evidence.stoodUp
        motionBit = evidence.motionBit
        steps = evidence.steps?.value
        isAsleep = evidence.isAsleep
        localHour = evidence.localHour
        posture = evidence.posture.rawValue
        ratios = epoch.logLikelihoodRatios
        belief = epoch.belief.map { [$0.notWorn, $0.asleep, $0.stationary, $0.active] }
        calibration = epoch.calibrationID
    }

    /// Nil of bytes that are no epoch of this version.
    init?(_ bytes: [UInt8]) {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = Self.infinities
        guard let read = try? decoder.decode(Self.self, from: Data(bytes)), read.start <= read.end
        else { return nil }
        self = read
    }

    var bytes: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            encoder.nonConformingFloatEncodingStrategy = .convertToString(
                positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
            return Array(try encoder.encode(self))
        }
    }

    private static let infinities = JSONDecoder.NonConformingFloatDecodingStrategy
        .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")

    /// - Parameter state: the row's kind.
    func epoch(_ state: Epoch.State) -> Epoch {
        var evidence = EpochEvidence(
            usable: usable, contactLost: contactLost, motionLogRatio: motion,
            heartRate: heartRate.map { PerMinute($0) },
            acceleration: acceleration.map { StandardGravity($0) }, swayLogRatio: sway,
            muscleLogRatio: muscle, pulseMotion: pulseMotion, postureSteps: postureSteps,
            stoodUp: stoodUp, motionBit: motionBit, steps: steps.map { PerMinute($0) },
            isAsleep: isAsleep, localHour: localHour)
        evidence.posture = Posture(rawValue: posture) ?? .unknown
        return Epoch(
            start: Seconds(start), end: Seconds(end), state: state, pStationary: pStationary,
            evidence: evidence, logLikelihoodRatios: ratios,
            belief: belief.flatMap { $0.count == 4 ? $0 : nil }.flatMap {
                StateBelief(
                    kept: (notWorn: $0[0], asleep: $0[1], stationary: $0[2], active: $0[3]))
            }, calibrationID: calibration)
    }
}
