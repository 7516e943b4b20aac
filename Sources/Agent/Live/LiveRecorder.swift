import Acquisition
import Biosignals
import DeviceProtocols
import Storage

/// Where and how live signals are recorded.
public struct LiveRecordingOptions: Equatable, Sendable {
    /// A folder for each session is made in it.
    public var folder: String
    public var bytesMax: Int
    public var hoursMax: Double
    public var syncSeconds: Double

    public init(folder: String, bytesMax: Int, hoursMax: Double, syncSeconds: Double) {
        self.folder = folder
        self.bytesMax = bytesMax
        self.hoursMax = hoursMax
        self.syncSeconds = syncSeconds
    }

    var limits: RecorderLimits {
        var limits = RecorderLimits()
        limits.segmentBytesMax = bytesMax
        limits.segmentMax = Seconds(hoursMax * 3_600)
        limits.syncEvery = Seconds(syncSeconds)
        return limits
    }
}

/// One board's recording: samples as they came, and beats, gaps, electrodes and marks beside them.
final class LiveRecorder {
    private let recorder: SignalRecorder
    /// The session's channels that beats are found in, by source.
    private let beatChannels: [BeatSource: Int]

    init(
        board: LiveBoard, session: LiveSession, options: LiveRecordingOptions
    ) throws(RecorderError) {
        let profile = board.profile
        recorder = try SignalRecorder(
            folder: options.folder + "/" + session.identifier, name: board.name,
            channels: board.channels, firstChannel: board.firstChannel,
            start: session.factory.clock.origin,
            comments: [
                "board \(profile.board.rawValue)"
                    + (profile.firmware.map { ", firmware \($0)" } ?? ""),
                "layout \(Int((profile.certainty * 100).rounded(.down))) % sure: "
                    + profile.evidence.joined(separator: "; "),
                "loss is " + (profile.provesLoss ? "proven by sequence numbers" : "inferred"),
            ], limits: options.limits)
        var beatChannels: [BeatSource: Int] = [:]
        for (source, role) in [(BeatSource.ecg, ChannelRole.ecg), (.ppg, .ppg)] {
            // Of several channels with a role the session works on the first.
            guard let first = session.channels.firstIndex(where: { $0.role == role }),
                board.sessionChannels.contains(first)
            else { continue }
            beatChannels[source] = first
        }
        self.beatChannels = beatChannels
    }

    /// What did not get into the record although it came, in words; nil if all did.
    var losses: String? {
        let tally = recorder.tally
        let parts = [
            (tally.samplesLate, "samples came too late"),
            (tally.samplesRefused, "samples were refused"),
            (tally.samplesClipped, "samples were clipped"),
            (tally.annotationsDropped, "annotations were dropped"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    func append(_ placed: TimelineOutput, rates: [Channel]) -> [RecorderNews] {
        var annotations = placed.missing.map { missing in
            let rate = rates[missing.channel].rate.value
            return RecordAnnotation(
                seconds: Double(missing.samples.lowerBound) / rate,
                kind: .gap(missing.cause, Seconds(Double(missing.samples.count) / rate)),
                channel: missing.channel)
        }
        annotations += placed.contacts.map {
            RecordAnnotation(seconds: $0.seconds, kind: $0.isOff ? .leadOff : .leadOn)
        }
        annotations += placed.marks.map {
            RecordAnnotation(seconds: $0.seconds, kind: .mark($0.number))
        }
        return recorder.append(placed.blocks) + recorder.append(annotations)
    }

    func annotate(_ beats: [TimedBeat]) {
        _ = recorder.append(
            beats.compactMap { beat in
                beatChannels[beat.source].map {
                    RecordAnnotation(seconds: beat.seconds, kind: .beat, channel: $0)
                }
            })
    }

    func sync() -> [RecorderNews] { recorder.sync() }
    func finish() -> [RecorderNews] { recorder.finish() }
}
