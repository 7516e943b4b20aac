import Acquisition
import Agent
import ArgumentParser
import Biosignals
import Dashboard
import DeviceProtocols
import EventContract
import Foundation
import NATSPublishing
import Publishing
import Reports
import Settings
import Storage

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Run the whole agent over recordings and tell what was found.",
        discussion: """
            Without options it runs as fast as it can, keeps its state in a temporary folder, and \
            prints an account for people. The events carry the recording's own time and say \
            "replay":true. On a terminal a line on stderr says how far it is, and a replay of more \
            than two seconds shows a live view instead (with --page, only if asked): traces, \
            rate, quality, the last insight. What is piped is never drawn.

            Examples:
              healthypi-agent replay datasets/ecg_plux_rest_5min/ecg_plux_rest_5min
              healthypi-agent replay REC --watch
              healthypi-agent replay REC --events - | head
              healthypi-agent replay REC --broker nats://127.0.0.1:4222
              healthypi-agent replay REC --broker tls://hub:4222 \\
                --login realm/keys/healthypi
            """)

    @Argument(help: ArgumentHelp("Recordings, replayed in the order given.", valueName: "REC"))
    var recordings: [String]

    @Option(
        help: ArgumentHelp(
            "max, realtime, or a factor (default: max; realtime with --page or --watch).",
            valueName: "max|realtime|Nx"))
    var speed: String?

    @Option(
        help: ArgumentHelp(
            "Show the replay as a live page on this machine.", valueName: "127.0.0.1:PORT"))
    var page: String?

    @Flag(
        inversion: .prefixedNo,
        help: ArgumentHelp(
            "Show a live view on the terminal from the beginning; where stderr is none, a plain "
                + "line every ten seconds. --no-watch: the line of progress alone."))
    var watch: Bool?

    @Option(
        help: ArgumentHelp(
            "With --page, replay what is before this second at once, and show it from there.",
            valueName: "S"))
    var pageFrom: Double?

    @Flag(help: "Begin again at the end, until stopped.")
    var loop = false

    @Flag(
        help: ArgumentHelp(
            "A demonstration: every event says so, nothing is kept, a broker may be on this machine "
                + "only, and what is done is told on stderr."))
    var demo = false

    @Option(help: ArgumentHelp("Write the events as JSON Lines.", valueName: "FILE|-"))
    var events: String?

    @Option(help: ArgumentHelp("Publish the events to a NATS broker as well.", valueName: "URL"))
    var broker: String?

    @OptionGroup var access: BrokerArguments

    @Option(help: ArgumentHelp("Keep the state in this folder.", valueName: "DIR"))
    var state: String?

    @Option(
        help: ArgumentHelp(
            "With --broker, seconds to wait at the end for acknowledgements.", valueName: "S"))
    var drain = 30.0

    @Option(help: "Whose recordings these are; only a keyed hash of it leaves the program.")
    var person = "default"

    @Option(help: "Derive identifiers and every draw from this number and the recordings.")
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "What other agents said meanwhile, as JSON Lines; by default context.jsonl beside "
                + "the recording, if the agent left one.", valueName: "FILE"))
    var context: String?

    @Option(
        help: ArgumentHelp(
            "Zone of the person's clock, such as Europe/Berlin; by default the recording's own.",
            valueName: "ZONE"))
    var timeZone: String?

    @Option(
        help: ArgumentHelp(
            "Configuration, of which a replay reads the group insights.", valueName: "FILE"))
    var config: String?

    @Flag(help: "The account as JSON.")
    var json = false

    @OptionGroup var reading: RecordingArguments

    func run() async throws {
        let asked = speed ?? (page == nil && watch != true ? "max" : "realtime")
        guard let speed = ReplaySpeed(parsing: asked) else {
            throw Failure(.usage, "--speed \(asked): write max, realtime, or a factor such as 10x.")
        }
        guard (0...1e9).contains(pageFrom ?? 0), page != nil || pageFrom == nil else {
            throw Failure(.usage, "--page-from is for --page: write a number of seconds.")
        }
        guard (0...86_400).contains(drain) else {
            throw Failure(.usage, "--drain \(drain): write a number of seconds, a day at most.")
        }
        if broker == nil, access.login != nil || access.authority != nil {
            throw Failure(.usage, "--login and --authority are for --broker: name one.")
        }
        var options = ReplayOptions()
        options.speed = speed
        options.pageFrom = pageFrom ?? 0
        options.isDemo = demo
        options.person = person
        options.seed = seed
        options.reading = try reading.options()
        if let timeZone {
            guard TimeZone(identifier: timeZone) != nil else {
                throw Failure(
                    .usage, "--time-zone \(timeZone): write a name such as Europe/Berlin.")
            }
            options.timeZone = timeZone
        }
        options.context = try context.map { try ContextInput(at: $0) }
        if let config {
            let loaded = try SettingsLoader(
                environment: ProcessInfo.processInfo.environment, filePath: config,
                boards: Board.allCases.map(\.rawValue)
            ).load()
            options.session.take(loaded.settings.insights)
        }
        // Every recording can be opened before anything is begun, or written over.
        let inputs = try recordings.flatMap {
            try RecordingReader(opening: $0, options: options.reading).files
        }
        if let events, events != "-" { try Output.check(events, isNoneOf: inputs) }
        if let page { _ = try LoopbackAddress(page) }
        let demo = try demonstration()
        defer { demo?.end() }
        let live = try page.map { try LivePage($0) }
        let watch = ReplayWatch(
            asked: watch, page: live?.feed, printsEvents: events == "-")
        options.page = watch.feed
        if demo != nil { options.audit = { watch.tell("healthypi-agent: audit: \($0)") } }
        if let live { Stderr.line("healthypi-agent: \(live.text)") }
        let outcome: Replay.Result
        do { outcome = try await rounds(options, watch, demo) } catch {
            watch.end()
            await live?.end()
            throw error
        }
        await live?.end()
        if outcome.wasStopped { throw Failure(.interrupted, "") }
        if let damage = outcome.damage { throw Failure(.badInput, damage.description) }
    }

    /// Once, or again and again: each round is a session of its own, with a state of its own where
    /// nobody keeps it.
    private func rounds(
        _ options: ReplayOptions, _ watch: ReplayWatch, _ demo: DemoMode?
    ) async throws -> Replay.Result {
        let directory =
            try demo.map { StateDirectory(of: $0) }
            ?? StateDirectory(chosen: state, isLasting: broker != nil || state != nil)
        let interrupt = Interrupt(cleanUp: {
            watch.end()
            directory.removeIfTemporary()
            demo?.removeAtOnce()
        })
        while true {
            defer { directory.removeIfTemporary() }
            let outcome = try await replay(options, in: directory, interrupt, watch)
            guard loop, !outcome.wasStopped, outcome.damage == nil else { return outcome }
        }
    }

    private func replay(
        _ options: ReplayOptions, in directory: StateDirectory, _ interrupt: Interrupt,
        _ watch: ReplayWatch
    ) async throws -> Replay.Result {
        let store = try openStore(options, in: directory)
        let publisher = try events.map { try JSONLinesPublisher(path: $0) }
        var delivery: BrokerDelivery?
        var service: AgentService?
        if let broker {
            let access = try BrokerAccess.checked(
                url: broker, agent: options.agent, login: access.login,
                authority: access.authority)
            delivery = try await BrokerDelivery(access, store: store, endsWhenOperatorNeeded: true)
            let tell: @Sendable (String) -> Void = { watch.tell("healthypi-agent: \($0)") }
            let setup = TrustSetup.told(
                folder: self.access.login, security: SecuritySettings(), directory: directory.path,
                tell: tell)
            service = await BrokerServing.begin(
                access, setup, store: store, directory: directory.path, login: self.access.login,
                person: options.person, ceiling: .confidential, tell: tell)
            service?.note(.replaying, session: nil)
        }
        let replay = Replay(
            store: store, publisher: publisher, broker: delivery, options: options,
            recordings: recordings)
        var last: Replay.Result?
        for path in recordings {
            watch.begin()
            let result = try await replay.run(path, isStopped: { interrupt.isSet }) {
                watch.show($0)
            }
            watch.end()
            if !loop || page == nil { try tell(result) }
            last = result
            if result.wasStopped || result.damage != nil { break }
        }
        await publisher?.close()
        let remaining = await delivery?.finish(withinSeconds: drain)
        await service?.finish()
        if let remaining { try tell(remaining, directory) }
        guard let last else { throw Failure(.usage, "Name at least one recording.") }
        return last
    }

    /// Nil without `--demo`.
    private func demonstration() throws -> DemoMode? {
        guard demo else { return nil }
        try DemoMode.check(state: state, events: events)
        try DemoMode.check(broker: broker)
        // Over the line of progress, which goes on below.
        let begin = Stderr.isTerminal ? "\r\u{1B}[K" : ""
        let mode = try DemoMode { Stderr.line(begin + "healthypi-agent: \($0)") }
        for path in recordings { mode.tell("reads \(path)") }
        if let broker { mode.tell("publishes to \(try BrokerURL(broker))") }
        return mode
    }

    private func tell(_ result: Replay.Result) throws {
        let text: String
        if json {
            text = try Output.json(result.account)
        } else {
            text = AccountText(result.account).text
        }
        if events == "-" { Stderr.write(text) } else { try Output.data(Data(text.utf8)) }
    }

    private func openStore(
        _ options: ReplayOptions, in directory: StateDirectory
    ) throws -> Store {
        let place = StateStore(
            directory: directory.path, keepsForBroker: broker != nil,
            now: { Self.milliseconds() })
        return try StateStore.checked {
            try place.open {
                let created = Self.milliseconds()
                guard let seed = options.seed else {
                    var generator = SystemRandomNumberGenerator()
                    return Instance(createdMilliseconds: created, using: &generator)
                }
                let seeds = SeedSequence(seed: seed, recordings: recordings)
                var generator = SplitMix64(seed: seeds.instance)
                return Instance(createdMilliseconds: created, using: &generator)
            }
        }
    }

    private static func milliseconds() -> Int64 {
        Int64((Date().timeIntervalSince1970 * 1_000).rounded())
    }

    private func tell(
        _ outcome: BrokerDelivery.Outcome, _ directory: StateDirectory
    ) throws {
        outcome.tellLosses()
        guard outcome.remaining > 0 || outcome.failure != nil else { return }
        let why = outcome.failure.map { " \($0)" } ?? ""
        throw Failure(
            .unavailable,
            "\(outcome.remaining) events wait in \(directory.path)/store.sqlite for the broker."
                + why + " Replay again with the same --state, or with a longer --drain, once it "
                + "is back.")
    }
}
