import Acquisition
import Agent
import ArgumentParser
import Biosignals
import Foundation
import Recordings
import Reports

struct BeatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "beats", abstract: "Find the heart beats or pulses of a recording.",
        discussion: """
            Prints CSV: sample, timeSeconds, quality. `sample` is the nearest sample at the recording's \
            own rate, `timeSeconds` the sub-sample fiducial, `quality` runs from 0 to 1.

            Example:
              healthypi-agent beats datasets/ecg_plux_rest_5min/ecg_plux_rest_5min
            """)

    enum Signal: String, ExpressibleByArgument { case ecg, ppg }
    enum Format: String, ExpressibleByArgument { case csv, wfdb }

    @Argument(help: ArgumentHelp("The recording.", valueName: "REC"))
    var recording: String

    @Option(help: "Which signal to look at; the default is ECG if there is one, else PPG.")
    var signal: Signal?

    @Option(help: "Another channel than the first with that role.")
    var channel: String?

    @Option(help: "csv, or a WFDB annotation file named after the recording.")
    var format: Format = .csv

    @Option(help: "Folder to write into instead of stdout; wfdb needs one.")
    var output: String?

    @Flag(help: "JSON instead of CSV.")
    var json = false

    @OptionGroup var reading: RecordingArguments
    @OptionGroup var look: LookArguments

    func run() throws {
        if format == .wfdb && output == nil {
            throw Failure(.usage, "--format wfdb writes a file: say where with --output DIR.")
        }
        let interrupt = Interrupt()
        let found = try analysis(interrupt)
        switch format {
        case .csv: try write(json ? jsonText(found) : csvText(found), suffix: json ? "json" : "csv")
        case .wfdb: try writeAnnotations(found)
        }
        if let damage = found.damage { throw Failure(.badInput, damage.description) }
        if found.wasStopped { throw Failure(.interrupted, "") }
    }

    private func analysis(_ interrupt: Interrupt) throws -> ChannelAnalysis<FoundBeat> {
        let progress = ReadingLine()
        defer { progress.clear() }
        func beats(_ source: BeatSource) throws -> ChannelAnalysis<FoundBeat> {
            let role: ChannelRole = source == .ecg ? .ecg : .ppg
            return try ChannelAnalysis(
                beatsOf: recording, source: source,
                options: reading.options(
                    picking: channel.map { (role, $0) }, progress: progress),
                isLive: look.isLive, isStopped: { interrupt.isSet })
        }
        switch signal {
        case .ecg: return try beats(.ecg)
        case .ppg: return try beats(.ppg)
        case nil:
            do { return try beats(.ecg) } catch SessionError.noChannel {
                return try beats(.ppg)
            }
        }
    }

    private func csvText(_ found: ChannelAnalysis<FoundBeat>) -> String {
        var text = "sample,time_s,quality\n"
        for beat in found.findings {
            text += "\(beat.sample),\(Text.number(beat.seconds, digits: 6)),"
            text += "\(Text.number(beat.quality, digits: 3))\n"
        }
        return text
    }

    private func jsonText(_ found: ChannelAnalysis<FoundBeat>) throws -> String {
        struct Row: Encodable {
            let sample: Int
            let timeSeconds: Double
            let quality: Double

            private enum CodingKeys: String, CodingKey {
                case sample
                case timeSeconds = "time_s"
                case quality
            }
        }
        let rows = found.findings.map {
            Row(
                sample: $0.sample, timeSeconds: ($0.seconds * 1e6).rounded() / 1e6,
                quality: ($0.quality * 1e3).rounded() / 1e3)
        }
        return try Output.json(["beats": rows])
    }

    private func write(_ text: String, suffix: String) throws {
        guard let output else { return try Output.data(Data(text.utf8)) }
        let path = try Output.write(
            Data(text.utf8), to: "\(stem).beats.\(suffix)", in: output)
        try Output.line(path)
    }

    private func writeAnnotations(_ found: ChannelAnalysis<FoundBeat>) throws {
        var encoder = WFDBAnnotationEncoder()
        let annotations = found.findings.map {
            WFDBAnnotation(time: $0.sample, code: .normal)
        }
        let bytes = encoder.encode(annotations) + encoder.finish()
        let path = try Output.write(Data(bytes), to: "\(stem).qrs", in: output ?? ".")
        try Output.line(path)
    }

    private var stem: String {
        let name = URL(fileURLWithPath: recording).lastPathComponent
        for ending in [".hea", ".csv"] where name.hasSuffix(ending) {
            return String(name.dropLast(ending.count))
        }
        return name
    }
}
