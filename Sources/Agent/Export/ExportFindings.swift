import Acquisition
import Biosignals
import DSP
import Insights
import Recordings

/// What the agent finds in a recording, for the annotations of an export: beats, responses of the
/// skin, seconds that nothing can be told from, and insights.
struct ExportFindings {
    private(set) var beats: ChannelAnalysis<FoundBeat>?
    private(set) var beatSource = BeatSource.ecg
    private(set) var skin: ChannelAnalysis<SkinFinding>?
    private(set) var insights: [(seconds: Double, text: String)] = []

    /// - Parameter survey: of the same recording.
    init(
        _ path: String, _ survey: ExportSurvey, options: RecordingOptions, isStopped: () -> Bool
    ) throws {
        let roles = Set(survey.usedChannels.compactMap { survey.channels[$0].role })
        for source in [BeatSource.ecg, .ppg] where beats == nil {
            guard roles.contains(source == .ecg ? .ecg : .ppg) else { continue }
            beats = try Self.orNil {
                try ChannelAnalysis(
                    beatsOf: path, source: source, options: options, isStopped: isStopped)
            }
            beatSource = source
        }
        if roles.contains(.eda) {
            skin = try Self.orNil {
                try ChannelAnalysis(skinOf: path, options: options, isStopped: isStopped)
            }
        }
        insights = try Self.insights(path, options, isStopped)
        if beats?.wasStopped == true || skin?.wasStopped == true { throw ExportError.stopped }
    }

    /// A channel whose rate no detector takes has no findings; that is no error of the export.
    private static func orNil<Value>(_ make: () throws -> Value) throws -> Value? {
        do { return try make() } catch is SessionError { return nil }
    }

    private static func insights(
        _ path: String, _ options: RecordingOptions, _ isStopped: () -> Bool
    ) throws -> [(seconds: Double, text: String)] {
        let reader = try RecordingReader(opening: path, options: options)
        var settings = SessionPipeline.Settings()
        settings.localClock = .unknown
        let made = try orNil {
            try SessionPipeline(
                channels: reader.channels, name: reader.name, settings: settings,
                personal: PersonalRecords())
        }
        guard var pipeline = made else { return [] }
        var blocks: [SignalBlock] = []
        var found: [(seconds: Double, text: String)] = []
        func take() {
            for case .insight(let insight, _) in pipeline.take().items {
                found.append((insight.time.value, insight.text))
            }
        }
        while true {
            let ending = reader.step(into: &blocks, isStopped: isStopped)
            if ending == .stopped { throw ExportError.stopped }
            guard ending == nil else { break }
            for block in blocks { pipeline.process(block) }
            pipeline.advance()
            take()
        }
        pipeline.finish()
        take()
        return found
    }

    /// Unusable stretches of each judged channel, whole seconds, with the strongest reason.
    var unusable: [(channel: Channel, seconds: Range<Int>, reason: String)] {
        var stretches: [(channel: Channel, seconds: Range<Int>, reason: String)] = []
        func add(_ channel: Channel, _ log: SecondLog) {
            var open: (seconds: Range<Int>, reason: String)?
            for entry in log.entries {
                let reason = entry.quality.reasons.first?.rawValue ?? "poor"
                if let known = open,
                    entry.quality.isUsable || known.reason != reason
                        || known.seconds.upperBound != entry.second
                {
                    stretches.append((channel, known.seconds, known.reason))
                    open = nil
                }
                guard !entry.quality.isUsable else { continue }
                let start = open?.seconds.lowerBound ?? entry.second
                open = (start..<(entry.second + 1), reason)
            }
            if let open { stretches.append((channel, open.seconds, open.reason)) }
        }
        if let beats { add(beats.channel, beats.log) }
        if let skin { add(skin.channel, skin.log) }
        return stretches
    }

    /// Onset and duration of each response of the skin, seconds.
    var responses: [(onset: Double, peak: Double)] {
        skin?.findings.compactMap { finding in
            guard case .response(let onset, let peak, _, _, _) = finding else { return nil }
            return (onset, peak)
        } ?? []
    }
}
