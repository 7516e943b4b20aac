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
        let brief = BriefForm(self)
        var numbers = InsightPayload.Brief.Numbers(
            stationaryMinutes: brief.stationaryMinutes, hrvTrend: brief.hrvTrend)
        numbers.sittingTime = brief.sittingMinutes
        numbers.stepCount = brief.stepCount
        return numbers
    }
}
