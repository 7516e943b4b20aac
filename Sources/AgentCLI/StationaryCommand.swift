import Acquisition
import Agent
import ArgumentParser
import Biosignals
import Foundation
import Sedentary

struct StationaryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stationary", abstract: "Stationary epochs, bouts and breaks of a recording.",
        discussion: """
            Prints JSON. Stationary is sitting, lying or standing without walking about: posture \
            is not observed.

            Example:
              healthypi-agent stationary \
            datasets/synthetic_desk_afternoon/synthetic_desk_afternoon
            """,
        aliases: ["sedentary"])

    @Argument(help: ArgumentHelp("The recording.", valueName: "REC"))
    var recording: String

    @Option(help: ArgumentHelp("Length of an epoch in seconds.", valueName: "S"))
    var epoch = 60.0

    @Flag(help: "Accepted everywhere; this command prints JSON anyway.")
    var json = false

    @OptionGroup var reading: RecordingArguments

    /// Nothing here looks ahead, so that it makes no difference.
    @OptionGroup var look: LookArguments

    struct EpochRow: Encodable {
        let startSeconds: Double
        let endSeconds: Double
        let state: String
        let pStationary: Double?
        let evidence: [String: Double]

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(startSeconds, forKey: .startSeconds)
            try container.encode(endSeconds, forKey: .endSeconds)
            try container.encode(state, forKey: .state)
            try container.encode(pStationary, forKey: .pStationary)
            try container.encode(evidence, forKey: .evidence)
        }

        private enum CodingKeys: String, CodingKey {
            case startSeconds = "start_s"
            case endSeconds = "end_s"
            case state
            case pStationary = "p_stationary"
            case evidence
        }
    }

    struct BoutRow: Encodable {
        let startSeconds: Double
        let endSeconds: Double
        let minutes: Double
        let ci95Minutes: [Double]
        let endedBy: String

        private enum CodingKeys: String, CodingKey {
            case startSeconds = "start_s"
            case endSeconds = "end_s"
            case minutes
            case ci95Minutes = "ci95_minutes"
            case endedBy = "ended_by"
        }
    }

    struct Account: Encodable {
        let epochs: [EpochRow]
        let bouts: [BoutRow]
    }

    func run() throws {
        guard epoch >= 10, epoch <= 3_600 else {
            throw Failure(.usage, "--epoch \(epoch): an epoch has 10 to 3600 seconds.")
        }
        let interrupt = Interrupt()
        let found = try StationaryAnalysis(
            of: recording, epoch: Seconds(epoch), options: reading.options(),
            isStopped: { interrupt.isSet })
        let account = Account(epochs: found.epochs.map(row), bouts: found.bouts.map(row))
        try Output.data(Data(Output.json(account).utf8))
        if let damage = found.damage { throw Failure(.badInput, damage.description) }
        if found.wasStopped { throw Failure(.interrupted, "") }
    }

    private func row(_ epoch: Epoch) -> EpochRow {
        var evidence = ["usable": Output.rounded(epoch.evidence.usable, 3)]
        for (name, ratio) in epoch.logLikelihoodRatios {
            evidence["llr_" + name] = Output.rounded(ratio, 3)
        }
        if let motion = epoch.evidence.motionLogRatio {
            evidence["motion_log_ratio"] = Output.rounded(motion, 3)
        }
        if let sway = epoch.evidence.swayLogRatio {
            evidence["sway_log_ratio"] = Output.rounded(sway, 3)
        }
        if let muscle = epoch.evidence.muscleLogRatio {
            evidence["muscle_log_ratio"] = Output.rounded(muscle, 3)
        }
        if let rate = epoch.evidence.heartRate {
            evidence["heart_rate_per_min"] = Output.rounded(rate.value, 1)
        }
        return EpochRow(
            startSeconds: Output.rounded(epoch.start.value, 3),
            endSeconds: Output.rounded(epoch.end.value, 3), state: epoch.state.rawValue,
            pStationary: epoch.pStationary.map { Output.rounded($0, 4) }, evidence: evidence)
    }

    private func row(_ bout: StationaryBout) -> BoutRow {
        BoutRow(
            startSeconds: Output.rounded(bout.start.value, 3),
            endSeconds: Output.rounded(bout.end.value, 3),
            minutes: Output.rounded(bout.minutes, 1),
            ci95Minutes: [
                Output.rounded(bout.minutesInterval95.lowerBound, 1),
                Output.rounded(bout.minutesInterval95.upperBound, 1),
            ], endedBy: bout.endedBy?.rawValue ?? "")
    }
}
