import Acquisition
import Agent
import ArgumentParser
import Biosignals
import Dashboard
import DeviceProtocols
import EventContract
import Foundation
import Insights
import NATSPublishing
import Publishing
import Settings
import Storage
import Trust

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "The service: boards in, events out, until stopped.",
        discussion: """
            Without options it takes every board that is plugged in. Boards may come and go: the \
            session goes on, what is missing stays a gap. What happens is told on stderr.

            Examples:
              healthypi-agent run --record
              healthypi-agent run --watch
              healthypi-agent run --device /dev/healthypi --broker nats://127.0.0.1:4222
              healthypi-agent run --broker tls://hub:4222 --login realm/keys/healthypi
            """)

    @Option(help: ArgumentHelp("Configuration; see --print-config.", valueName: "FILE"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "A serial port, or auto. May be repeated; a HealthyPi 6 has two ports.",
            valueName: "auto|PATH"))
    var device: [String] = []

    @Option(
        help: ArgumentHelp(
            "Which board it is, for each --device in turn, instead of finding out.",
            valueName: "auto|NAME"))
    var board: [BoardChoice] = []

    @Flag(help: "Keep the boards' samples as WFDB records in the state directory.")
    var record = false

    @Option(help: ArgumentHelp("Publish the events to a NATS broker as well.", valueName: "URL"))
    var broker: String?

    @OptionGroup var access: BrokerArguments

    @Option(help: ArgumentHelp("Write the events as JSON Lines as well.", valueName: "FILE"))
    var events: String?

    @Option(help: ArgumentHelp("Keep the state in this folder.", valueName: "DIR"))
    var state: String?

    @Option(
        help: ArgumentHelp(
            "Serve /metrics here as well, on this machine only.", valueName: "ADDR"))
    var metrics: String?

    @Option(help: "Whose signals these are; only a keyed hash of it leaves the program.")
    var person: String?

    @Option(
        help: ArgumentHelp(
            "Show what comes as a live page on this machine.", valueName: "127.0.0.1:PORT"))
    var page: String?

    @Flag(
        help: ArgumentHelp(
            "Show a live view on the terminal: traces, rate, quality, the last insight; where "
                + "stderr is none, a plain line every ten seconds."))
    var watch = false

    @Flag(
        help: ArgumentHelp(
            "A demonstration: simulated boards only (without --device one is simulated), every event "
                + "says so, nothing is kept, a broker may be on this machine only, and what is done "
                + "is told on stderr."))
    var demo = false

    @Flag(help: "End with 69 when the last board has gone, or none is there.")
    var once = false

    @Flag(help: "Print the settings, each with its origin, and end.")
    var printConfig = false

    @Flag(help: "What happens, on stderr, as JSON Lines.")
    var json = false

    func run() async throws {
        // Refused before anything is begun, told or made.
        let checked = try check()
        let demo = try demonstration()
        defer { demo?.end() }
        let loaded = try demo.map { try load(demoFolder: $0.path) } ?? checked
        if printConfig { return try Output.data(Data(loaded.printed.utf8)) }
        let settings = loaded.settings
        let boards = try demo.map { try DemoBoards(settings.sources, folder: $0.path) }
        defer { boards?.stop() }
        if let demo { try begin(demo, boards, settings) }
        let store = try openStore(settings)
        let publisher = try events.map { try JSONLinesPublisher(path: $0) }
        let shown = try page.map { try LivePage($0) }
        let view = LiveWatch(feed: shown?.feed, isAsked: watch)
        // Whatever ends it: the terminal is given back.
        defer { view.end() }
        var delivery: BrokerDelivery?
        var service: AgentService?
        let isJSON = json
        let setup = TrustSetup.told(
            folder: settings.security.identity ?? settings.publish.login,
            security: settings.security, directory: settings.agent.stateDirectory,
            tell: { view.tell(.port($0), isJSON) })
        let office = ApprovalSetup.office(
            settings, setup, store: store, tell: { view.tell(.port($0), isJSON) })
        try await office?.open()
        if let broker = settings.broker {
            let access = try BrokerAccess.checked(
                url: broker, agent: settings.agent.name, login: settings.publish.login,
                authority: settings.publish.authority)
            delivery = try await BrokerDelivery(
                access, store: store, endsWhenOperatorNeeded: false)
            service = await BrokerServing.begin(
                access, setup, store: store, directory: settings.agent.stateDirectory,
                login: settings.publish.login, person: settings.agent.person,
                ceiling: Label(rawValue: settings.ceiling.rawValue) ?? .internal,
                approvals: office,
                tell: { view.tell(.port($0), isJSON) })
        }
        let interrupt = Interrupt(cleanUp: {
            view.end()
            demo?.removeAtOnce()
        })
        let approving = office.map { office in Task { await office.run() } }
        let door = try openDoor(settings, view, office)
        var options = try options(settings, demo, boards)
        options.door = LiveOptions.Door(
            window: door.window, stateDirectory: settings.agent.stateDirectory)
        options.page = view.feed
        if demo != nil { options.audit = { view.tell(.port("audit: \($0)"), isJSON) } }
        if let shown { view.tell(.port(shown.text), isJSON) }
        let live = try LiveRun(
            store: store, publisher: publisher, broker: delivery, service: service,
            options: options, tell: { view.tell($0, isJSON) })
        view.begin()
        let result: Result<LiveRun.Outcome, any Error>
        do { result = .success(try await live.run(isStopped: { interrupt.isSet })) } catch {
            result = .failure(error)
        }
        view.end()
        await door.close()
        approving?.cancel()
        await approving?.value
        await shown?.end()
        await publisher?.close()
        // Requests are answered until the last event has left.
        let remaining = await delivery?.finish(withinSeconds: settings.publish.drainSeconds)
        await service?.finish()
        let outcome = try result.get()
        if let remaining { try tell(remaining, settings) }
        if outcome.isDeviceGone {
            throw Failure(.unavailable, "No board is there any more, and --once was asked for.")
        }
        throw Failure(.interrupted, "")
    }

    /// What cannot be asked for, alone or together.
    ///
    /// - Returns: the settings; a demonstration's without its own folder.
    private func check() throws -> LoadedSettings {
        if demo { try DemoMode.check(state: state, events: events) }
        let loaded = try load(
            demoFolder: demo ? FileManager.default.temporaryDirectory.path : nil)
        let settings = loaded.settings
        if printConfig { return loaded }
        if demo {
            try DemoBoards.check(settings.sources)
            try DemoMode.check(broker: settings.publish.broker)
        }
        if let events, events == "-" {
            throw Failure(.usage, "--events -: run prints nothing; name a file.")
        }
        if watch, json {
            throw Failure(.usage, "--watch is for people and --json for programs: choose one.")
        }
        let publish = settings.publish
        if publish.broker == nil, publish.login != nil || publish.authority != nil {
            throw Failure(
                .usage, "publish.login and publish.authority are for publish.broker: name one.")
        }
        if let page { _ = try LoopbackAddress(page) }
        _ = try metricsPlace(settings)
        return loaded
    }

    /// - Parameter demoFolder: of a demonstration, where it keeps everything.
    private func load(demoFolder: String?) throws -> LoadedSettings {
        try SettingsLoader(
            commandLine: arguments(demoFolder), environment: ProcessInfo.processInfo.environment,
            filePath: config, boards: Board.allCases.map(\.rawValue)
        ).load()
    }

    private func openStore(_ settings: AgentSettings) throws -> Store {
        let place = StateStore(
            directory: settings.agent.stateDirectory,
            keepsForBroker: settings.publish.broker != nil,
            seals: settings.security.sealsStore, now: { Self.milliseconds() })
        let isJSON = json
        return try StateStore.checked {
            try place.openAfresh(
                newInstance: {
                    var generator = SystemRandomNumberGenerator()
                    return Instance(createdMilliseconds: Self.milliseconds(), using: &generator)
                },
                tell: { aside in
                    let text =
                        "The store was damaged. It lies in \(aside) now, and a fresh one has "
                        + "begun: a new instance, whose sequence starts at 1."
                    Self.tell(.port(text), isJSON)
                })
        }
    }

    /// The local socket, over which `status` asks.
    private func openDoor(
        _ settings: AgentSettings, _ view: LiveWatch, _ office: ApprovalOffice?
    ) throws -> AgentDoor {
        let isJSON = json
        return try AgentDoor(
            stateDirectory: settings.agent.stateDirectory, metrics: try metricsPlace(settings),
            runner: CommandTaskRunner(
                program: "/proc/self/exe", stateDirectory: settings.agent.stateDirectory,
                recordings: settings.recording.folder, isDemo: demo),
            budget: TaskBudget(OperatingMode(settings.security.mode)),
            approvals: office.map { $0 as any ApprovalDesk } ?? NoApprovals(),
            tell: { view.tell($0, isJSON) })
    }

    private func metricsPlace(_ settings: AgentSettings) throws -> AgentDoor.Metrics? {
        guard let text = settings.page.metrics else { return nil }
        do throws(LoopbackAddressError) {
            return AgentDoor.Metrics(
                address: try LoopbackAddress(text),
                includesMeasured: settings.page.metricsMeasured)
        } catch {
            throw Failure(.usage, MetricsPort.description(of: error))
        }
    }

    private static func tell(_ note: LiveNote, _ isJSON: Bool) {
        Stderr.line(LiveWatch.line(note, isJSON))
    }

    /// Nil without `--demo`.
    private func demonstration() throws -> DemoMode? {
        guard demo else { return nil }
        let isJSON = json
        return try DemoMode { Self.tell(.port($0), isJSON) }
    }

    private func begin(
        _ demo: DemoMode, _ boards: DemoBoards?, _ settings: AgentSettings
    ) throws {
        if let broker = settings.publish.broker {
            demo.tell("publishes to \(try BrokerURL(broker))")
        }
        if let text = boards?.text { demo.tell(text) }
        try boards?.start()
    }

    private func arguments(_ demoFolder: String?) -> [SettingsArgument] {
        var arguments: [SettingsArgument] = []
        func add(_ option: String, _ key: String, _ value: String?) {
            guard let value else { return }
            arguments.append(SettingsArgument(option: option, key: key, value: value))
        }
        for path in device { add("--device", "sources.device", path) }
        for choice in board { add("--board", "sources.board", choice.board?.rawValue ?? "auto") }
        add("--record", "recording.enabled", record ? "true" : nil)
        add("--broker", "publish.broker", broker)
        add("--login", "publish.login", access.login)
        add("--authority", "publish.authority", access.authority)
        add("--state", "agent.state", state)
        add("--demo", "agent.state", demoFolder.map { DemoMode.state(in: $0) })
        add("--demo", "recording.folder", demoFolder.map { DemoMode.recordings(in: $0) })
        add("--demo", "security.mode", demoFolder == nil ? nil : "demo")
        add("--person", "agent.person", person)
        add("--metrics", "page.metrics", metrics)
        return arguments
    }

    private func options(
        _ settings: AgentSettings, _ demo: DemoMode?, _ boards: DemoBoards?
    ) throws -> LiveOptions {
        var options = LiveOptions(
            sources: try boards?.sources ?? settings.sources.map { try $0.live })
        options.isDemo = demo != nil
        options.agent = settings.agent.name
        options.person = settings.agent.person
        options.timeZone =
            settings.agent.timeZone == "system"
            ? TimeZone.current.identifier : settings.agent.timeZone
        options.once = once
        options.ceiling = Label(rawValue: settings.ceiling.rawValue) ?? .internal
        options.homeAssistant = settings.publish.homeAssistant.flatMap {
            Label(rawValue: $0.rawValue)
        }
        options.session.take(settings.insights)
        if settings.recording.isEnabled {
            options.recording = LiveRecordingOptions(
                folder: settings.recording.folder,
                bytesMax: settings.recording.rotateMebibytes * 1_048_576,
                hoursMax: settings.recording.rotateHours,
                syncSeconds: settings.recording.syncSeconds)
        }
        return options
    }

    private static func milliseconds() -> Int64 {
        Int64((Date().timeIntervalSince1970 * 1_000).rounded())
    }

    private func tell(_ outcome: BrokerDelivery.Outcome, _ settings: AgentSettings) throws {
        outcome.tellLosses()
        guard outcome.remaining > 0 || outcome.failure != nil else { return }
        let why = outcome.failure.map { " \($0)" } ?? ""
        throw Failure(
            .unavailable,
            "\(outcome.remaining) events wait in \(settings.agent.stateDirectory)/store.sqlite "
                + "for the broker.\(why) They leave with the next run.")
    }
}
