import Acquisition
import ArgumentParser
import Biosignals
import EventContract

/// What every command that reads a recording understands.
struct RecordingArguments: ParsableArguments {
    @OptionGroup var signals: SignalArguments

    @Option(
        help: ArgumentHelp(
            "Which board sent the bytes of a raw capture.", valueName: "auto|NAME"))
    var board = BoardChoice.auto

    /// - Parameters:
    ///   - picked: role and channel name of a command's `--channel`.
    ///   - progress: where how far the reading has come is shown.
    func options(
        picking picked: (role: ChannelRole, name: String)? = nil, progress: ReadingLine? = nil
    ) throws -> RecordingOptions {
        var options = try signals.options(picking: picked)
        options.board = board.board
        options.meter = progress?.meter
        return options
    }
}

/// For the commands that may look ahead.
struct LookArguments: ParsableArguments {
    @Flag(
        name: .customLong("live"),
        help: "Say what a running agent would have said: it cannot look ahead.")
    var isLive = false
}

/// What a recording's file does not say of its signals.
struct SignalArguments: ParsableArguments {
    @Option(
        name: .customLong("map"),
        help: ArgumentHelp(
            "Say which channel is what, such as ecg=MLII. May be repeated.", valueName: "role=name")
    )
    var maps: [String] = []

    @Option(help: ArgumentHelp("Sampling rate of a CSV that does not say it.", valueName: "Hz"))
    var rate: Double?

    @Option(
        help: ArgumentHelp(
            "UTC of the first sample, such as 2026-11-21T02:00:00Z.", valueName: "time"))
    var start: String?

    /// - Parameter picked: role and channel name of a command's `--channel`.
    func options(picking picked: (role: ChannelRole, name: String)? = nil) throws
        -> RecordingOptions
    {
        var options = RecordingOptions()
        for map in maps {
            let parts = map.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let role = ChannelRole(rawValue: parts[0]) else {
                let roles = ChannelRole.allCases.map(\.rawValue).joined(separator: ", ")
                throw Failure(
                    .usage, "--map \(map): write role=name, where role is one of \(roles).")
            }
            options.map[role] = parts[1]
        }
        if let picked { options.map[picked.role] = picked.name }
        if let rate {
            guard rate > 0, rate.isFinite else {
                throw Failure(.usage, "--rate \(rate): a sampling rate is a positive number of Hz.")
            }
            options.rate = Hertz(rate)
        }
        if let start {
            guard let time = WireTime(parsing: start) else {
                throw Failure(
                    .usage, "--start \(start): write UTC as 2026-11-21T02:00:00Z.")
            }
            options.start = UTCTime(millisecondsSince1970: time.millisecondsSince1970)
        }
        return options
    }
}
