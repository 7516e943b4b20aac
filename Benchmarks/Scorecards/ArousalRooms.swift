import Biosignals
import EDA
import HRV
import Insights
import PPG

/// Minutes of skin and pulse through the rooms that the agent uses.
struct ArousalRooms {
    private static let longestRR: Seconds = 3
    private static let intervalsMin = 5

    private let edaRate: Double
    private let ppgRate: Double
    private var skin = EDAOutput()
    private var pulse = PPGOutput()
    private let analyzer: HRVAnalyzer

    init(eda: Signal, ppg: Signal) throws {
        edaRate = eda.rate
        ppgRate = ppg.rate
        analyzer = try HRVAnalyzer(preset: .taskforce)
        var skinProcessor = try EDAProcessor(rate: Hertz(eda.rate), unit: .microsiemens)
        skinProcessor.process(eda.samples, into: &skin)
        skinProcessor.finish(into: &skin)
        var pulseProcessor = try PPGProcessor(rate: Hertz(ppg.rate))
        pulseProcessor.process(ppg.samples, into: &pulse)
        pulseProcessor.finish(into: &pulse)
    }

    func skin(in window: Range<Double>) -> ArousalSkin {
        ArousalSkin(
            usable: share(of: skin.seconds, in: window),
            amplitudes: skin.responses.filter {
                window.contains($0.onset / edaRate) && $0.quality >= SignalQuality.usableMin
            }.map(\.amplitude.value),
            levels: skin.levels.filter { window.contains(Double($0.second)) }
                .map { ($0.second, $0.level.value) })
    }

    func heart(in window: Range<Double>) -> ArousalHeart {
        let inside = pulse.midpoints.filter { window.contains($0.position / ppgRate) }
        let rr = RRIntervals(
            beatSeconds: inside.map { $0.position / ppgRate }, quality: inside.map(\.quality),
            longest: Self.longestRR)
        let good = rr.milliseconds.indices.filter { rr.quality[$0] >= SignalQuality.usableMin }
            .map { rr.milliseconds[$0] }
        let usable = share(of: pulse.seconds, in: window)
        let corrected = HRVCorrection.hypothesisTests.applied(to: rr)
        let panel = analyzer.panel(
            of: corrected.nn, window: Seconds(window.upperBound - window.lowerBound),
            usable: usable, rhythm: corrected.objection)
        return ArousalHeart(
            usable: usable,
            heartRate: good.count >= Self.intervalsMin
                ? Statistics.mean(good).map { PerMinute(60_000 / $0) } : nil,
            lnRMSSD: panel[.lnRMSSD].value, channel: .ppg)
    }

    private func share(of seconds: [SecondOfSignal], in window: Range<Double>) -> Double {
        let usable = seconds.count { window.contains(Double($0.index)) && $0.quality.isUsable }
        return Double(usable) / (window.upperBound - window.lowerBound)
    }
}
