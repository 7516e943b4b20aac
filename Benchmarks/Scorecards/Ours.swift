import Biosignals
import ECG
import EDA
import PPG
import Respiration

/// Our passes, by kind of signal. A second pass is one more line in its list.
enum Ours {
    static let ecg = [
        Pass(name: Pass.live, run: liveECG), Pass(name: Pass.offline, run: reviewECG),
    ]
    static let ppg = [
        Pass(name: Pass.live, run: livePPG), Pass(name: Pass.offline, run: reviewPPG),
    ]
    static let eda = [
        Pass(name: Pass.live, run: liveEDA), Pass(name: Pass.offline, run: decomposeEDA),
    ]
    static let respiration = [Pass(name: Pass.live, run: liveRespiration)]

    private static func liveECG(_ signal: Signal) throws -> Found {
        let feed = LiveFeed<ECGProcessor, ECGOutput>(
            process: { $0.process($1, into: &$2) }, finish: { $0.finish(into: &$1) },
            count: { $0.beats.count },
            isSame: { $0.beats == $1.beats && $0.seconds == $1.seconds })
        let run = try feed.run(signal, ECGProcessor(rate: Hertz(signal.rate)), ECGOutput())
        return found(run.output, rate: signal.rate, knownAt: run.knownAt, cost: run.cost)
    }

    private static func reviewECG(_ signal: Signal) throws -> Found {
        var review = try ECGReview(rate: Hertz(signal.rate))
        var output = ECGOutput()
        let cost = ProcessorTime.measure {
            review.process(signal.samples, into: &output)
            review.finish(into: &output)
        }
        return found(output, rate: signal.rate, cost: cost)
    }

    private static func livePPG(_ signal: Signal) throws -> Found {
        let feed = LiveFeed<PPGProcessor, PPGOutput>(
            process: { $0.process($1, into: &$2) }, finish: { $0.finish(into: &$1) },
            count: { $0.pulses.count },
            isSame: { $0.pulses == $1.pulses && $0.seconds == $1.seconds })
        let run = try feed.run(signal, PPGProcessor(rate: Hertz(signal.rate)), PPGOutput())
        return found(run.output, knownAt: run.knownAt, cost: run.cost)
    }

    private static func reviewPPG(_ signal: Signal) throws -> Found {
        var processor = try PPGProcessor(rate: Hertz(signal.rate))
        let review = try PPGReview(rate: Hertz(signal.rate))
        var output = PPGOutput()
        let cost = ProcessorTime.measure {
            processor.process(signal.samples, into: &output)
            processor.finish(into: &output)
            output = review.revise(
                signal.samples, found: output, isInverted: processor.isInverted)
        }
        return found(output, cost: cost)
    }

    private static func liveEDA(_ signal: Signal) throws -> Found {
        let feed = LiveFeed<EDAProcessor, EDAOutput>(
            process: { $0.process($1, into: &$2) }, finish: { $0.finish(into: &$1) },
            count: { $0.responses.count },
            isSame: {
                $0.responses == $1.responses && $0.levels == $1.levels && $0.seconds == $1.seconds
            })
        let run = try feed.run(
            signal, EDAProcessor(rate: Hertz(signal.rate), unit: .microsiemens), EDAOutput())
        return found(run.output, signal, knownAt: run.knownAt, cost: run.cost)
    }

    private static func decomposeEDA(_ signal: Signal) throws -> Found {
        var output = EDAOutput()
        let cost = try ProcessorTime.measure {
            let parts = try EDADecomposition(
                conductance: signal.samples, rate: Hertz(signal.rate))
            output.levels = parts.levels
            output.responses = parts.responses
            output.seconds = parts.seconds
        }
        return found(output, signal, cost: cost)
    }

    private static func liveRespiration(_ signal: Signal) throws -> Found {
        let feed = LiveFeed<RespirationProcessor, RespirationOutput>(
            process: { $0.process($1, into: &$2) }, finish: { $0.finish(into: &$1) },
            count: { $0.breaths.count },
            isSame: { $0.breaths == $1.breaths && $0.seconds == $1.seconds })
        let run = try feed.run(
            signal, RespirationProcessor(rate: Hertz(signal.rate)), RespirationOutput())
        return found(run.output.breaths, run.output.seconds, knownAt: run.knownAt, cost: run.cost)
    }
}

/// From a room's output to what is scored; a second pass uses the same.
extension Ours {
    static func found(
        _ output: ECGOutput, rate: Double, knownAt: [Double]? = nil, cost: Double
    ) -> Found {
        var found = found(output.beats, output.seconds, knownAt: knownAt, cost: cost)
        let length = QualityPart.window
        found.scores = (0..<Int(Double(output.seconds.count) / length)).map { index in
            WindowQuality(
                from: Seconds(Double(index) * length), to: Seconds(Double(index + 1) * length),
                beats: output.beats, seconds: output.seconds, rate: Hertz(rate)
            ).score
        }
        return found
    }

    static func found(_ output: PPGOutput, knownAt: [Double]? = nil, cost: Double) -> Found {
        found(output.pulses, output.seconds, knownAt: knownAt, cost: cost)
    }

    static func found(
        _ output: EDAOutput, _ signal: Signal, knownAt: [Double]? = nil, cost: Double
    ) -> Found {
        var tonic = [Double?](repeating: nil, count: Int(signal.seconds))
        for level in output.levels where tonic.indices.contains(level.second) {
            tonic[level.second] = level.level.value
        }
        return Found(
            positions: output.responses.map(\.peak), quality: output.responses.map(\.quality),
            knownAt: knownAt, onsets: output.responses.map(\.onset), tonic: tonic,
            seconds: output.seconds.map(\.quality.score), cpuSeconds: cost)
    }

    static func found(
        _ fiducials: [Fiducial], _ seconds: [SecondOfSignal], knownAt: [Double]? = nil, cost: Double
    ) -> Found {
        Found(
            positions: fiducials.map(\.position), quality: fiducials.map(\.quality),
            knownAt: knownAt, positionSD: fiducials.map(\.evidence.positionSD),
            seconds: seconds.map(\.quality.score), cpuSeconds: cost)
    }
}
