import Acquisition
import Biosignals
import DeviceProtocols
import TestKit

/// A board of 128 Hz, with a second channel at half the rate, whose samples are their own numbers.
struct TimelineBoard {
    let profile: BoardProfile
    let origin = 5_000.0
    var skew = 40.0
    var marksEvery = 0
    /// Samples handed over, per channel.
    private(set) var sent = [0, 0]
    /// Seconds since `origin`.
    private(set) var now = 0.0
    private var generator: SeededGenerator
    /// The board's clock began here, and stood still for so long.
    private var began = 0.0
    private var made = 0
    private var decoded = 0
    private var losses: [DeviceLoss] = []
    private var lastArrival = 0.0

    var rate: Double { 128 * (1 + skew * 1e-6) }

    init(seed: UInt64, pacing: BoardProfile.Pacing = .crystal, provesLoss: Bool = false) {
        generator = SeededGenerator(seed: seed)
        func channel(_ name: String, _ rate: Hertz) -> Channel {
            Channel(name: name, role: nil, unit: .counts, unitText: "counts", rate: rate)
        }
        profile = BoardProfile(
            board: .healthypi5, channels: [channel("fast", 128), channel("slow", 64)],
            pacing: pacing, provesLoss: provesLoss, firmware: nil, certainty: 1, evidence: [])
    }

    mutating func run(_ timeline: inout DeviceTimeline, seconds: Double) -> [TimelineOutput] {
        var outputs: [TimelineOutput] = []
        let end = now + seconds
        while now < end {
            now += 0.016
            // Frames of two samples, so that both channels have the same instants.
            let due = max(made, Int((now - began) * rate) / 2 * 2)
            guard due > made else { continue }
            outputs.append(timeline.accept(take(due - made), arrivedAt: arrival()))
        }
        return outputs
    }

    private mutating func arrival() -> Double {
        let late = Double.random(in: 0..<0.012, using: &generator)
        lastArrival = max(lastArrival, origin + now + late)
        return lastArrival
    }

    private mutating func take(_ count: Int) -> DeviceOutput {
        var output = DeviceOutput()
        output.losses = losses
        losses = []
        let numbers = decoded..<decoded + count
        output.blocks = [
            SignalBlock(channel: 0, start: decoded, samples: numbers.map(Double.init)),
            SignalBlock(
                channel: 1, start: decoded / 2,
                samples: (decoded / 2..<(decoded + count) / 2).map(Double.init)),
        ]
        if marksEvery > 0 {
            for number in numbers where number.isMultiple(of: marksEvery) {
                let seconds = Double(number) / 128
                output.marks.append(DeviceMark(number: 1, seconds: seconds))
                output.reports.append(DeviceReport(.heartRate, 60, at: seconds))
                output.contacts.append(
                    ElectrodeContact(electrode: "ecg", isOff: true, seconds: seconds))
            }
        }
        decoded += count
        made += count
        sent[0] += count
        sent[1] += count / 2
        return output
    }

    /// Made by the board, and nobody knows.
    mutating func lose(_ count: Int) { made += count / 2 * 2; now += Double(count) / rate }

    /// Made by the board, and the decoder knows.
    mutating func skip(_ count: Int, because cause: DeviceLoss.Cause) {
        let even = max(2, count / 2 * 2)
        losses += [
            DeviceLoss(channel: 0, samples: decoded..<decoded + even, cause: cause),
            DeviceLoss(channel: 1, samples: decoded / 2..<(decoded + even) / 2, cause: cause),
        ]
        made += even
        decoded += even
        now += Double(even) / rate
    }

    /// Made nothing for a while, and counts on.
    mutating func pause(seconds: Double) {
        now += seconds
        began += seconds
    }

    /// Everything waits on the way, and comes at once.
    mutating func stall(seconds: Double) { now += seconds }

    mutating func unplug(seconds: Double) {
        now += seconds
        began = now
        made = 0
        decoded = 0
        losses = []
    }

    mutating func restart(seconds: Double) {
        now += seconds
        began = now
        made = 0
        losses = [
            DeviceLoss(channel: 0, samples: decoded..<decoded, cause: .restart),
            DeviceLoss(channel: 1, samples: decoded / 2..<decoded / 2, cause: .restart),
        ]
    }
}
