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
        if isE4Intervals(path: input) {
            return IntervalInput(try readE4Intervals(path: input), source: .ppg)
        }
        let interrupt = Interrupt()
        let progress = ReadingLine()
        defer { progress.clear() }
        func beats(_ source: BeatSource, _ role: ChannelRole) throws -> ChannelAnalysis<FoundBeat> {
            try ChannelAnalysis(
                beatsOf: input, source: source,
                options: reading.options(
                    picking: channel.map { (role, $0) }, progress: progress),
                isLive: look.isLive, isStopped: { interrupt.isSet })
        }
        var source = BeatSource.ecg
        let found: ChannelAnalysis<FoundBeat>
        if try isPulse(channel) {
            source = .ppg
            found = try beats(.ppg, .ppg)
        } else {
            do { found = try beats(.ecg, .ecg) } catch let missing as SessionError {
                guard case .noChannel = missing else { throw missing }
                source = .ppg
                do { found = try beats(.ppg, .ppg) } catch SessionError.noChannel { throw missing }
            }
        }
        if found.wasStopped { throw Failure(.interrupted, "") }
        return IntervalInput(found, source: source)
    }

    /// Whether the channel that was asked for is a pulse wave by its own name and unit.
    private func isPulse(_ name: String?) throws -> Bool {
        guard let name else { return false }
        let reader = try RecordingReader(opening: input, options: reading.options())
        return reader.channels.first { $0.name == name }?.role == .ppg
    }
}
