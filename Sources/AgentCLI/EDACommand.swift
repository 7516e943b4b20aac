import Acquisition
import Agent
import ArgumentParser
import Biosignals
import Foundation

struct EDACommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eda", abstract: "Skin conductance level and responses of a recording.",
        discussion: """
            Prints JSON: level and slope a minute, and every response with onset, peak, amplitude, \
            rise and half-recovery time.

            Example:
              healthypi-agent eda datasets/eda_plux_95s/eda_plux_95s
            """)

    @Argument(help: ArgumentHelp("The recording.", valueName: "REC"))
    var recording: String

    @Option(help: "Another channel than the first EDA channel.")
    var channel: String?

    @Flag(help: "Accepted everywhere; this command prints JSON anyway.")
    var json = false

    @OptionGroup var reading: RecordingArguments
    @OptionGroup var look: LookArguments

    struct Level: Encodable {
        let startSeconds: Int
        let endSeconds: Int
        let levelMicrosiemens: Double
        let slopePerMinute: Double?

        private enum CodingKeys: String, CodingKey {
            case startSeconds = "start_s"
            case endSeconds = "end_s"
            case levelMicrosiemens = "level_uS"
            case slopePerMinute = "slope_uS_per_min"
        }
    }

    struct Response: Encodable {
        let onsetSeconds: Double
        let peakSeconds: Double
        let amplitudeMicrosiemens: Double
        let riseSeconds: Double
        let halfRecoverySeconds: Double?

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(onsetSeconds, forKey: .onsetSeconds)
            try container.encode(peakSeconds, forKey: .peakSeconds)
            try container.encode(amplitudeMicrosiemens, forKey: .amplitudeMicrosiemens)
            try container.encode(riseSeconds, forKey: .riseSeconds)
            try container.encode(halfRecoverySeconds, forKey: .halfRecoverySeconds)
        }

        private enum CodingKeys: String, CodingKey {
            case onsetSeconds = "onset_s"
            case peakSeconds = "peak_s"
            case amplitudeMicrosiemens = "amplitude_uS"
            case riseSeconds = "rise_s"
            case halfRecoverySeconds = "half_recovery_s"
        }
    }

    struct Account: Encodable {
        let scl: [Level]
        let scr: [Response]
        /// Share of the recording's seconds that were usable, 0…1.
        let quality: Double
        let notes: [String]
    }

    func run() throws {
        let interrupt = Interrupt()
        let progress = ReadingLine()
        defer { progress.clear() }
        let found = try ChannelAnalysis<SkinFinding>(
            skinOf: recording,
            options: reading.options(picking: channel.map { (.eda, $0) }, progress: progress),
            isLive: look.isLive, isStopped: { interrupt.isSet })
        progress.clear()
        let isScaled = found.channel.unit == .microsiemens
        let account = Account(
            scl: isScaled ? levels(found) : [],
            scr: isScaled ? responses(found.findings) : [],
            quality: Output.rounded(found.usable, 3),
            notes: isScaled
                ? []
                : [
                    "The unit of \(found.channel.name) is not known to be uS: no level, no response."
                ])
        try Output.data(Data(Output.json(account).utf8))
        if let damage = found.damage { throw Failure(.badInput, damage.description) }
        if found.wasStopped { throw Failure(.interrupted, "") }
    }

    private func levels(_ found: ChannelAnalysis<SkinFinding>) -> [Level] {
        found.levelStretches.map {
            Level(
                startSeconds: $0.start, endSeconds: $0.end,
                levelMicrosiemens: Output.rounded($0.meanMicrosiemens, 4),
                slopePerMinute: $0.slopePerMinute.map { Output.rounded($0, 4) })
        }
    }

    private func responses(_ findings: [SkinFinding]) -> [Response] {
        findings.compactMap { finding in
            guard case .response(let onset, let peak, let amplitude, let rise, let half) = finding
            else { return nil }
            return Response(
                onsetSeconds: Output.rounded(onset, 3), peakSeconds: Output.rounded(peak, 3),
                amplitudeMicrosiemens: Output.rounded(amplitude, 4),
                riseSeconds: Output.rounded(rise, 3),
                halfRecoverySeconds: half.map { Output.rounded($0, 3) })
        }
    }
}
