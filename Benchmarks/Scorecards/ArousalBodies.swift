import Biosignals
import Foundation
import Insights
import Sedentary
import Synthesis

/// Bodies that never lived, through the same rooms, minute by minute: whom the rule calls aroused.
struct ArousalBodies {
    private static let seeds: Range<UInt64> = 1..<25
    private static let edaRate = 8.0
    private static let ppgRate = 64.0
    private static let accelerationRate = 32.0
    private static let changed = 40.0 * 60..<50.0 * 60
    /// After a change a look still holds some of it.
    private static let lag = 300.0

    private struct Kind {
        let id: String
        let title: String
        let middle: SyntheticPerson.Phase
        var restResponses: PerMinute = 3
        /// Of the hands, all along.
        var motion = 0.0
        let mayBeRaised: Bool
    }

    private static let kinds = [
        Kind(
            id: "both", title: "ten minutes of activation in skin and heart",
            middle: phase(heartRate: 80, rmssd: 28, responses: 12), mayBeRaised: true),
        Kind(
            id: "quiet", title: "rest all along",
            middle: phase(heartRate: 65, rmssd: 45, responses: 3), mayBeRaised: false),
        Kind(
            id: "heart", title: "the heart alone",
            middle: phase(heartRate: 80, rmssd: 28, responses: 3), mayBeRaised: false),
        Kind(
            id: "skin", title: "the skin alone",
            middle: phase(heartRate: 65, rmssd: 45, responses: 12), mayBeRaised: false),
        Kind(
            id: "flat", title: "the heart, skin without a response",
            middle: phase(heartRate: 80, rmssd: 28, responses: 0), restResponses: 0,
            mayBeRaised: false),
        Kind(
            id: "flatDesk", title: "the same with hands at work",
            middle: phase(heartRate: 80, rmssd: 28, responses: 0, motion: 0.05),
            restResponses: 0, motion: 0.05, mayBeRaised: false),
        Kind(
            id: "walk", title: "ten minutes of walking",
            middle: phase(heartRate: 105, rmssd: 20, responses: 12, motion: 1),
            mayBeRaised: false),
    ]

    func score(into board: inout Board) throws {
        print(
            """

            Simulated bodies, \(Self.seeds.count) of each: 40 min of rest, ten minutes, 15 min of rest
            """)
        print("\n" + Text.column("", 46) + "bodies  raised in time  raised minutes elsewhere")
        for kind in Self.kinds {
            var (timely, elsewhere) = (0, 0)
            for seed in Self.seeds {
                Progress.say("arousal of simulated bodies: \(kind.id) \(seed)")
                let raised = try Self.raised(kind, seed: seed)
                let allowed = Self.changed.lowerBound..<(Self.changed.upperBound + Self.lag)
                let inTime = raised.filter { kind.mayBeRaised && allowed.contains($0) }
                timely += inTime.isEmpty ? 0 : 1
                elsewhere += raised.count - inTime.count
            }
            Progress.clear()
            print(
                Text.column(kind.title, 46)
                    + String(format: "%6d%16d%26d", Self.seeds.count, timely, elsewhere))
            board.note("arousal.bodies.\(kind.id).elsewhere", Pass.live, Double(elsewhere))
            if kind.mayBeRaised {
                board.note("arousal.bodies.\(kind.id).inTime", Pass.live, Double(timely))
            }
        }
    }

    /// Seconds at which the rule spoke.
    private static func raised(_ kind: Kind, seed: UInt64) throws -> [Double] {
        let person = try SyntheticPerson(
            seed: seed,
            phases: [
                phase(
                    minutes: 40, heartRate: 65, rmssd: 45, responses: kind.restResponses,
                    motion: kind.motion),
                kind.middle,
                phase(
                    minutes: 15, heartRate: 65, rmssd: 45, responses: kind.restResponses,
                    motion: kind.motion),
            ])
        var history = ArousalHistory()
        let rule = ArousalRule()
        return try windows(person).compactMap { window in
            history.append(window)
            let decision = rule.decide(.init(evidence: ArousalEvidence(history)))
            return decision.insight?.time.value
        }
    }

    private static func windows(_ person: SyntheticPerson) throws -> [ArousalWindow] {
        var rates = SyntheticRates()
        rates.eda = Hertz(edaRate)
        rates.ppg = Hertz(ppgRate)
        rates.acceleration = Hertz(accelerationRate)
        var source = try SyntheticSource(person: person, rates: rates)
        var samples = [[Double]](repeating: [], count: source.channels.count)
        while let stretch = source.next(seconds: 60) {
            for block in stretch.blocks { samples[block.channel] += block.samples }
        }
        func signals(_ role: ChannelRole, _ rate: Double) -> [Signal] {
            source.channels.indices.filter { source.channels[$0].role == role }
                .map { Signal(id: "body", rate: rate, samples: samples[$0]) }
        }
        guard let eda = signals(.eda, edaRate).first, let ppg = signals(.ppg, ppgRate).first
        else { throw Failure("A simulated body has no skin or no pulse.") }
        let rooms = try ArousalRooms(eda: eda, ppg: ppg)
        let axes = signals(.acceleration, accelerationRate).map(\.samples)
        var classifier = EpochClassifier()
        return (0..<Int(eda.seconds / 60)).map { minute in
            let start = 60.0 * Double(minute)
            let window = start..<start + 60
            let movement = StandardGravity(spread(axes, minute: minute))
            let heart = rooms.heart(in: window)
            let epoch = classifier.classify(
                EpochEvidence(
                    usable: 1, contactLost: 0, heartRate: heart.heartRate, acceleration: movement),
                start: Seconds(start), end: Seconds(start + 60))
            return ArousalWindow(
                window: window, state: state(epoch.state), acceleration: movement,
                skin: rooms.skin(in: window), heart: heart)
        }
    }

    private static func state(_ state: Epoch.State) -> ArousalWindow.State {
        switch state {
        case .stationary: .still
        case .active: .active
        case .asleep: .asleep
        case .notWorn: .notWorn
        case .unknown: .unknown
        }
    }

    /// Mean over the minute's seconds of the root of the axes' summed variances, g.
    private static func spread(_ axes: [[Double]], minute: Int) -> Double {
        let rate = Int(accelerationRate)
        let spreads = (60 * minute..<60 * minute + 60).map { second in
            axes.reduce(0) { sum, axis in
                let part = axis[second * rate..<(second + 1) * rate]
                let mean = part.reduce(0, +) / Double(part.count)
                let squares = part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
                return sum + squares / Double(part.count)
            }.squareRoot()
        }
        return spreads.reduce(0, +) / Double(spreads.count)
    }

    private static func phase(
        minutes: Double = 10, heartRate: PerMinute, rmssd: Milliseconds, responses: PerMinute,
        motion: Double = 0
    ) -> SyntheticPerson.Phase {
        SyntheticPerson.Phase(
            motion > 0.5 ? .walk : motion > 0 ? .deskWork : .rest, duration: Seconds(60 * minutes),
            heartRate: heartRate,
            rmssd: rmssd, scrRate: responses, motion: motion)
    }
}
