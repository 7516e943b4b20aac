import Acquisition
import Agent
import ArgumentParser
import Biosignals
import Foundation

struct RespirationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "respiration", abstract: "Breaths and breathing rate of a recording.",
        discussion: """
            Prints JSON. The rate is that of each minute, null where the signal was not usable. \
            Without a respiration channel breathing is derived from what it does to heart beats \
            and pulses, and `source` says so.

            Example:
              healthypi-agent respiration datasets/resp_plux_60s/resp_plux_60s
            """)

    @Argument(help: ArgumentHelp("The recording.", valueName: "REC"))
    var recording: String

    @Option(help: "Another channel than the first respiration channel.")
    var channel: String?

    @Flag(help: "Accepted everywhere; this command prints JSON anyway.")
    var json = false

    @OptionGroup var reading: RecordingArguments

    /// Nothing here looks ahead, so that it makes no difference.
    @OptionGroup var look: LookArguments

    struct Rate: Encodable {
        /// Middle of the minute.
        let timeSeconds: Double
        let perMinute: Double?

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(timeSeconds, forKey: .timeSeconds)
            try container.encode(perMinute, forKey: .perMinute)
        }

        private enum CodingKeys: String, CodingKey {
            case timeSeconds = "time_s"
            case perMinute = "per_min"
        }
    }

    struct Account: Encodable {
        let source: String
        let breathsSeconds: [Double]
        let rate: [Rate]
        let quality: Double

        private enum CodingKeys: String, CodingKey {
            case source
            case breathsSeconds = "breaths_s"
            case rate
            case quality
        }
    }

    func run() throws {
        let interrupt = Interrupt()
        let progress = ReadingLine()
        defer { progress.clear() }
        let found = try BreathingAnalysis(
            of: recording,
            options: reading.options(
                picking: channel.map { (.respiration, $0) }, progress: progress),
            isStopped: { interrupt.isSet })
        progress.clear()
        let account = Account(
            source: found.source,
            breathsSeconds: found.breathsSeconds.map { Output.rounded($0, 3) },
            rate: found.minutes.map {
                Rate(
                    timeSeconds: Output.rounded(
                        ($0.window.lowerBound + $0.window.upperBound) / 2, 1),
                    perMinute: $0.perMinute.value.map { Output.rounded($0, 2) })
            }, quality: Output.rounded(found.usable, 3))
        try Output.data(Data(Output.json(account).utf8))
        if let damage = found.damage { throw Failure(.badInput, damage.description) }
        if found.wasStopped { throw Failure(.interrupted, "") }
    }
}
