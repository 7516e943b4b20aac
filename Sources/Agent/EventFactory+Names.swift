import Biosignals
import EventContract
import Insights

extension BeatSource {
    var detector: String { self == .ecg ? "ecg-beats" : "ppg-pulses" }

    /// Before every name of a measure that comes from pulses.
    var prefix: String { self == .ppg ? "prv_" : "" }
}

extension ChannelRole {
    /// The kind of event that a slow channel's measures leave in.
    var eventKind: EventKind.Event {
        switch self {
        case .ecg, .acceleration: .hr
        case .ppg: .prv
        case .eda: .eda
        case .respiration: .resp
        case .temperature: .temp
        }
    }
}

extension Insight.Kind {
    var wireKind: EventKind.Insight {
        switch self {
        case .stationary: .stationary
        case .arousal: .arousal
        case .recovery: .recovery
        case .trend: .trend
        case .quality: .quality
        }
    }
}

extension Insight {
    /// Minutes rounded to 10 and whole per cent, as the family's flat form has them.
    var briefNumbers: InsightPayload.Brief.Numbers {
        .init(
            stationaryMinutes: claim("stationary_time").map { Int(($0.value / 10).rounded()) * 10 },
            hrvTrend: claim("hrv_trend").map { Words.percent($0.value) })
    }
}
