import Biosignals

/// One thing that an export says of a time, before a format gives it its own form.
struct ExportNote {
    enum Kind {
        case beat, response, unusable, gap, insight
    }

    let kind: Kind
    /// Seconds since sample 0.
    let seconds: Double
    let duration: Double?
    let text: String

    /// Everything that was found, in order of time.
    static func all(_ survey: ExportSurvey, _ findings: ExportFindings) -> [ExportNote] {
        var notes = gaps(survey)
        if let beats = findings.beats {
            let text = findings.beatSource == .ecg ? "beat" : "pulse"
            notes += beats.findings.map {
                ExportNote(kind: .beat, seconds: $0.seconds, duration: nil, text: text)
            }
        }
        notes += findings.responses.map {
            ExportNote(
                kind: .response, seconds: $0.onset, duration: $0.peak - $0.onset, text: "SCR")
        }
        notes += findings.unusable.map {
            ExportNote(
                kind: .unusable, seconds: Double($0.seconds.lowerBound),
                duration: Double($0.seconds.count),
                text: "unusable \($0.channel.name): \($0.reason)")
        }
        notes += findings.insights.map {
            ExportNote(kind: .insight, seconds: $0.seconds, duration: nil, text: $0.text)
        }
        return notes.sorted { $0.seconds < $1.seconds }
    }

    /// Where a channel has no samples, its end before the others' included.
    private static func gaps(_ survey: ExportSurvey) -> [ExportNote] {
        survey.usedChannels.flatMap { index in
            let channel = survey.channels[index]
            let rate = channel.rate.value
            let length = Int((survey.duration * rate + 1e-6).rounded(.down))
            var gaps = survey.gaps[index]
            if length > survey.ends[index] { gaps.append(survey.ends[index]..<length) }
            return gaps.map { gap in
                ExportNote(
                    kind: .gap, seconds: Double(gap.lowerBound) / rate,
                    duration: Double(gap.count) / rate, text: "gap \(channel.name)")
            }
        }
    }
}
