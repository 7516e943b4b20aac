import BrokerLoad
import Foundation
import NATSPublishing
import Publishing
import Storage

/// Events at fifty times a day's normal rate, to a real nats-server that puts each on its disk: the
/// installed agent replays a day at fifty times its speed, and beside it a second agent's outbox is
/// filled here, where each event's way can be timed.
struct EventSoak {
    let program: String
    let minutes: Double

    private static let factor = 50
    /// Of a HealthyPi 5: `hr` each minute, five kinds every five minutes.
    private static let eventsOfDay = 1_440.0 + 5 * 288
    /// MiB an hour before memory counts as growing.
    private static let growthMax = 6.0

    func run() async throws {
        let server = try LoadServer()
        let probe = try AgentName("probe")
        try await server.provision()
        try await server.provision(probe)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "healthypi-events-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let agent = try startAgent(server, folder)
        defer { if agent.isRunning { agent.terminate() } }
        let place = try LoadStore()
        let outbox = TimedOutbox(place.store)
        let drain = OutboxDrain(
            outbox: outbox,
            publisher: JetStreamPublisher(broker: server.broker, agent: probe),
            stopsWhenOperatorNeeded: false)
        let running = Task { await drain.run() }
        var source = LoadEvents(agent: probe)
        var ids: [String] = []
        let memory = try await load(agent) {
            let event = try source.next()
            ids.append(event.id)
            try outbox.append(event)
        }
        let outcome = await drain.drain(within: .seconds(60))
        _ = await running.value
        agent.interrupt()
        agent.waitUntilExit()
        guard [0, 130].contains(agent.terminationStatus) else {
            throw SoakFailure("the agent ended with \(agent.terminationStatus)")
        }
        guard outcome.remaining == 0 else { throw SoakFailure("\(outcome.remaining) events wait") }
        tell(outbox.times)
        let stored = try BareLoop(server.broker, agent: probe).storedIDs()
        guard stored == ids else {
            throw SoakFailure("\(ids.count) events were offered, \(stored.count) ids are stored")
        }
        print("events: \(ids.count) offered, each stored once, in order")
        try judgeAgent(server, folder)
        try judge(memory.agent, of: "agent", most: Self.growthMax)
        try judge(memory.own, of: "publisher", most: Self.growthMax)
    }

    private func startAgent(_ server: LoadServer, _ folder: URL) throws -> Process {
        let synthesize = URL(fileURLWithPath: CommandLine.arguments[0])
            .deletingLastPathComponent().appendingPathComponent("synthesize")
        _ = try DaySoak.output(
            of: synthesize.path, ["--output", folder.path, "--recording", "day"])
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = [
            "replay", folder.path + "/synthetic_day/synthetic_day", "--speed",
            "\(Self.factor)x", "--broker", server.broker.description, "--state",
            folder.path + "/state", "--events", folder.path + "/events.jsonl",
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// MiB resident, each with its minute.
    private typealias Resident = [(minute: Double, mebibytes: Double)]

    private func load(
        _ agent: Process, _ offer: () throws -> Void
    ) async throws -> (agent: Resident, own: Resident) {
        let interval = Duration.seconds(86_400 / Self.eventsOfDay / Double(Self.factor))
        var memory: (agent: Resident, own: Resident) = ([], [])
        let began = ContinuousClock.now
        var offered = 0
        var looked = 0.0
        while true {
            let minute = (ContinuousClock.now - began) / .seconds(60)
            guard minute < minutes else { return memory }
            guard agent.isRunning else { throw SoakFailure("the agent ended by itself") }
            try offer()
            offered += 1
            if minute * 60 >= looked {
                looked += 5
                if let now = UnplugSoak.residentMebibytes("\(agent.processIdentifier)") {
                    memory.agent.append((minute, now))
                }
                if let now = UnplugSoak.residentMebibytes("self") {
                    memory.own.append((minute, now))
                }
            }
            try await Task.sleep(until: began + interval * offered)
        }
    }

    private func tell(_ times: TimedOutbox.Times) {
        for (name, seconds) in [("append", times.appended), ("made to stored", times.stored)] {
            let told = [0.5, 0.9, 0.99, 1].map {
                String(format: "%.1f ms", seconds.quantile($0) * 1_000)
            }
            print(
                "events: \(name), 50, 90, 99 and 100 of 100 within " + told.joined(separator: ", "))
        }
    }

    /// The agent's own file of events is what it says it published.
    private func judgeAgent(_ server: LoadServer, _ folder: URL) throws {
        struct Event: Decodable {
            let id: String
        }
        let lines = try Data(contentsOf: folder.appendingPathComponent("events.jsonl"))
            .split(separator: 10)
        let said = try lines.map { try JSONDecoder().decode(Event.self, from: Data($0)).id }
        let stored = try BareLoop(server.broker).storedIDs()
        guard stored == said else {
            throw SoakFailure("the agent said \(said.count) events, \(stored.count) are stored")
        }
        print("events: the agent's \(said.count), each stored once, in order")
    }

    /// The slope of the later two thirds, by least squares, with its 95 % interval.
    private func judge(_ resident: Resident, of who: String, most: Double) throws {
        let late = resident.filter { $0.minute >= minutes / 3 }
        guard late.count >= 10 else { throw SoakFailure("too short to say anything of memory") }
        let count = Double(late.count)
        let (x, y) = (late.map(\.minute), late.map(\.mebibytes))
        let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
        let spread = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
        let slope = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / spread
        let left = zip(x, y).reduce(0) {
            let error = $1.1 - meanY - slope * ($1.0 - meanX)
            return $0 + error * error
        }
        let half = 1.96 * (left / (count - 2) / spread).squareRoot()
        let told = [meanY, slope * 60, (slope - half) * 60, (slope + half) * 60]
        print(
            "events: \(who) resident "
                + String(
                    format: "%.1f MiB, slope %+.2f [%+.2f, %+.2f] MiB an hour", told[0], told[1],
                    told[2], told[3]))
        guard (slope - half) * 60 < most else { throw SoakFailure("memory grows") }
    }
}
