import Biosignals
import RealModule

/// The numbers of a finding as claims, and the sentences that they carry.
struct ArousalClaims {
    private(set) var ledger = ClaimLedger()
    let probability: Claim
    private let rate: Claim
    private let usualRate: Claim
    private let rise: Claim
    private let length: Claim

    init(_ finding: ArousalFinding) {
        let evidence = finding.evidence
        let window = evidence.window
        let usual = evidence.usualWindow ?? window
        let heart: [ChannelRole] = evidence.heartChannel.map { [$0] } ?? []
        func rounded(_ measure: ArousalMeasure) -> Double { ArousalRule.tenths(measure.value) }
        probability = ledger.add(
            "arousal_probability", (finding.probability.value * 100).rounded() / 100, unit: "1",
            interval95: finding.probability.interval95, window: window, channels: [.eda] + heart,
            method: "logistic model of skin and heart above the person's own hours before")
        rate = ledger.add(
            "scr_rate", rounded(finding.responseRate), unit: "1/min",
            interval95: finding.responseRate.interval95, window: window, channels: [.eda],
            method: "responses of 0.02 uS and more; Byar's limits",
            count: evidence.responseCount)
        usualRate = ledger.add(
            "scr_rate_usual", rounded(finding.usualResponseRate), unit: "1/min",
            interval95: finding.usualResponseRate.interval95, window: usual, channels: [.eda],
            method: "mean of the still minutes before; Byar's limits, widened by their spread")
        rise = ledger.add(
            "heart_rate_rise", rounded(finding.heartRateRise), unit: "1/min",
            interval95: finding.heartRateRise.interval95, window: window, channels: heart,
            method: "middle of the minutes less the middle of the still minutes before")
        length = ledger.add(
            "arousal_window", ((window.upperBound - window.lowerBound) / 60).rounded(),
            unit: "min", window: window, channels: [.eda] + heart)
        if let amplitude = evidence.amplitude {
            _ = ledger.add(
                "scr_amplitude_per_minute", (amplitude.value * 1_000).rounded() / 1_000,
                unit: "uS/min", interval95: amplitude.interval95, window: window,
                channels: [.eda], method: "amplitudes of responses added up")
        }
        if let slope = evidence.slopeRise {
            _ = ledger.add(
                "scl_slope_rise", rounded(slope.percent), unit: "%/min",
                interval95: slope.percent.interval95, window: window, channels: [.eda],
                method: "slope of the tonic level as a share of it, less the usual one")
        }
        if let change = evidence.lnRMSSDChange.flatMap(\.relativeChange) {
            _ = ledger.add(
                "rmssd_change", change.value.rounded(), unit: "%",
                interval95: change.interval95, window: window, channels: heart,
                method: "RMSSD of the minutes against the still minutes before")
        }
    }

    var reason: Sentence {
        "\(rate, .decimal) skin responses a minute where \(usualRate, .decimal) are "
            + "\(.usual, by: usualRate), and heart rate \(.raised, by: rise) by "
            + "\(rise, .decimal) a minute, over \(length, .duration)"
    }

    var briefReason: Sentence {
        "Skin responses \(.raised, by: rate) and heart rate \(.raised, by: rise) for "
            + "\(length, .duration)"
    }
}

extension ArousalMeasure {
    func moved(by step: Double) -> ArousalMeasure? {
        ArousalMeasure(
            value + step, interval95.lowerBound + step, interval95.upperBound + step)
    }

    /// A share as per cent.
    fileprivate var percent: ArousalMeasure {
        ArousalMeasure(100 * value, 100 * interval95.lowerBound, 100 * interval95.upperBound)
            ?? self
    }

    /// A difference of logarithms as per cent.
    fileprivate var relativeChange: ArousalMeasure? {
        func change(_ value: Double) -> Double { 100 * (Double.exp(value) - 1) }
        return ArousalMeasure(
            change(value), change(interval95.lowerBound), change(interval95.upperBound))
    }
}
