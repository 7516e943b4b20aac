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
              healthypi-agent stationary \\
                datasets/synthetic_desk_afternoon/synthetic_desk_afternoon
            """,
        aliases: ["sedentary"])

    @Argument(help: ArgumentHelp("The recording.", valueName: "REC"))
    var recording: String

    @Option(help: ArgumentHelp("Length of an epoch in seconds.", valueName: "S"))
    var epoch = 60.0

    @Option(
        help: ArgumentHelp(
            "What other agents said meanwhile, as JSON Lines; by default context.jsonl beside "
                + "the recording, if the agent left one.", valueName: "FILE"))
    var context: String?

    @Option(
        help: ArgumentHelp(
            "Zone of the person's clock, such as Europe/Berlin; by default the recording's own. "
                + "Without a time of day nobody is guessed asleep.", valueName: "ZONE"))
    var timeZone: String?

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

    /// Minutes of the whole recording, by state; the stationary ones are expected, with an interval.
    struct TotalRow: Encodable {
        let stationaryMinutes: Double
        let ci95Minutes: [Double]
        let observedMinutes: Double
        let asleepMinutes: Double
        let notWornMinutes: Double
        let unknownMinutes: Double

        init(_ total: StationaryTotal) {
            stationaryMinutes = Output.rounded(total.minutes, 1)
            ci95Minutes = [
                Output.rounded(total.minutesInterval95.lowerBound, 1),
                Output.rounded(total.minutesInterval95.upperBound, 1),
            ]
            observedMinutes = Output.rounded(total.observedMinutes, 1)
            asleepMinutes = Output.rounded(total.asleepMinutes, 1)
            notWornMinutes = Output.rounded(total.notWornMinutes, 1)
            unknownMinutes = Output.rounded(total.unknownMinutes, 1)
        }

        private enum CodingKeys: String, CodingKey {
            case stationaryMinutes = "stationary_minutes"
            case ci95Minutes = "ci95_minutes"
            case observedMinutes = "observed_minutes"
            case asleepMinutes = "asleep_minutes"
            case notWornMinutes = "not_worn_minutes"
            case unknownMinutes = "unknown_minutes"
        }
    }

    struct Account: Encodable {
        let epochs: [EpochRow]
        let bouts: [BoutRow]
        let total: TotalRow
    }

    func run() throws {
        guard epoch >= 10, epoch <= 3_600 else {
            throw Failure(.usage, "--epoch \(epoch): an epoch has 10 to 3600 seconds.")
        }
        if let timeZone, TimeZone(identifier: timeZone) == nil {
            throw Failure(.usage, "--time-zone \(timeZone): write a name such as Europe/Berlin.")
        }
        let interrupt = Interrupt()
        let progress = ReadingLine()
        defer { progress.clear() }
        let found = try StationaryAnalysis(
            of: recording, epoch: Seconds(epoch), options: reading.options(progress: progress),
            timeZone: timeZone ?? "GMT", context: context.map { try ContextInput(at: $0) },
            isStopped: { interrupt.isSet })
        progress.clear()
        let account = Account(
            epochs: found.epochs.map(row), bouts: found.bouts.map(row),
            total: TotalRow(found.total))
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
        if let steps = epoch.evidence.steps {
            evidence["steps_per_min"] = Output.rounded(steps.value, 1)
        }
        if let acceleration = epoch.evidence.acceleration {
            evidence["acceleration_g"] = Output.rounded(acceleration.value, 4)
        }
        if let belief = epoch.belief { evidence["p_asleep"] = Output.rounded(belief.asleep, 4) }
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
