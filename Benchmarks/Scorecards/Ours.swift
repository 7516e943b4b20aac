import Biosignals
import ECG
import EDA
import Foundation
import PPG
import Respiration

/// Our passes, by kind of signal. A second pass is one more line in its list.
enum Ours {
    static let ecg = [Pass(name: Pass.live, run: liveECG)]
    static let ppg = [Pass(name: Pass.live, run: livePPG)]
    static let eda = [Pass(name: Pass.live, run: liveEDA)]
    static let respiration = [Pass(name: Pass.live, run: liveRespiration)]

    private static func liveECG(_ signal: Signal) throws -> Found {
        let fresh = try ECGProcessor(rate: Hertz(signal.rate))
        var (processor, output) = (fresh, ECGOutput())
        let knownAt = LiveFeed.run(
            signal, process: { processor.process($0, into: &output) },
            finish: { processor.finish(into: &output) }, count: { output.beats.count })
        var (timed, whole) = (fresh, ECGOutput())
        let cost = ProcessorTime.measure {
            timed.process(signal.samples, into: &whole)
            timed.finish(into: &whole)
        }
        try demand(whole.beats == output.beats && whole.seconds == output.seconds, signal)
        return Found(
            positions: output.beats.map(\.position), quality: output.beats.map(\.quality),
            knownAt: knownAt, seconds: output.seconds.map(\.quality.score), cpuSeconds: cost)
    }

    private static func livePPG(_ signal: Signal) throws -> Found {
        let fresh = try PPGProcessor(rate: Hertz(signal.rate))
        var (processor, output) = (fresh, PPGOutput())
        let knownAt = LiveFeed.run(
            signal, process: { processor.process($0, into: &output) },
            finish: { processor.finish(into: &output) }, count: { output.pulses.count })
        var (timed, whole) = (fresh, PPGOutput())
        let cost = ProcessorTime.measure {
            timed.process(signal.samples, into: &whole)
            timed.finish(into: &whole)
        }
        try demand(whole.pulses == output.pulses && whole.seconds == output.seconds, signal)
        return Found(
            positions: output.pulses.map(\.position), quality: output.pulses.map(\.quality),
            knownAt: knownAt, seconds: output.seconds.map(\.quality.score), cpuSeconds: cost)
    }

    private static func liveEDA(_ signal: Signal) throws -> Found {
        let fresh = try EDAProcessor(rate: Hertz(signal.rate), unit: .microsiemens)
        var (processor, output) = (fresh, EDAOutput())
        let knownAt = LiveFeed.run(
            signal, process: { processor.process($0, into: &output) },
            finish: { processor.finish(into: &output) }, count: { output.responses.count })
        var (timed, whole) = (fresh, EDAOutput())
        let cost = ProcessorTime.measure {
            timed.process(signal.samples, into: &whole)
            timed.finish(into: &whole)
        }
        try demand(whole.responses == output.responses && whole.levels == output.levels, signal)
        var tonic = [Double?](repeating: nil, count: Int(signal.seconds))
        for level in output.levels where tonic.indices.contains(level.second) {
            tonic[level.second] = level.level.value
        }
        return Found(
            positions: output.responses.map(\.peak), quality: output.responses.map(\.quality),
            knownAt: knownAt, onsets: output.responses.map(\.onset), tonic: tonic,
            seconds: output.seconds.map(\.quality.score), cpuSeconds: cost)
    }

    private static func liveRespiration(_ signal: Signal) throws -> Found {
        let fresh = try RespirationProcessor(rate: Hertz(signal.rate))
        var (processor, output) = (fresh, RespirationOutput())
        let knownAt = LiveFeed.run(
            signal, process: { processor.process($0, into: &output) },
            finish: { processor.finish(into: &output) }, count: { output.breaths.count })
        var (timed, whole) = (fresh, RespirationOutput())
        let cost = ProcessorTime.measure {
            timed.process(signal.samples, into: &whole)
            timed.finish(into: &whole)
        }
        try demand(whole.breaths == output.breaths && whole.seconds == output.seconds, signal)
        return Found(
            positions: output.breaths.map(\.position), quality: output.breaths.map(\.quality),
            knownAt: knownAt, seconds: output.seconds.map(\.quality.score), cpuSeconds: cost)
    }

    private static func demand(_ isSame: Bool, _ signal: Signal) throws {
        guard isSame else {
            throw Failure("\(signal.id): the output depends on how the input was cut.")
        }
    }
}
