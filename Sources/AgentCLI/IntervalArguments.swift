import Acquisition
import Agent
import ArgumentParser
import Biosignals
import Recordings

/// An RR series or a recording whose beats are found first: the input of `hrv` and `compare`.
struct IntervalArguments: ParsableArguments {
    enum Unit: String, ExpressibleByArgument {
        case ms, s

        var rrUnit: RRUnit { self == .ms ? .milliseconds : .seconds }
    }

    @Argument(help: ArgumentHelp("An RR series or a recording.", valueName: "RR|REC"))
    var input: String

    @Option(help: "Unit of an RR series: ms or s. The default is ms unless its header says s.")
    var unit: Unit?

    @Option(help: "Another channel than the first ECG (or PPG) channel.")
    var channel: String?

    @OptionGroup var reading: RecordingArguments
    @OptionGroup var look: LookArguments

    func read() throws -> IntervalInput {
        if isRRSeries(path: input) {
            let interrupt = Interrupt(endsAtOnce: true)
            defer { withExtendedLifetime(interrupt) {} }
            return IntervalInput(milliseconds: try readRRSeries(path: input, unit: unit?.rrUnit))
        }
        let interrupt = Interrupt()
        func beats(_ source: BeatSource, _ role: ChannelRole) throws -> ChannelAnalysis<FoundBeat> {
            try ChannelAnalysis(
                beatsOf: input, source: source,
                options: reading.options(picking: channel.map { (role, $0) }),
                isLive: look.isLive, isStopped: { interrupt.isSet })
        }
        var source = BeatSource.ecg
        let found: ChannelAnalysis<FoundBeat>
        do { found = try beats(.ecg, .ecg) } catch SessionError.noChannel {
            source = .ppg
            found = try beats(.ppg, .ppg)
        }
        if found.wasStopped { throw Failure(.interrupted, "") }
        return IntervalInput(found, source: source)
    }
}
