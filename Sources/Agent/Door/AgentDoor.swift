import Biosignals
public import Dashboard
public import Trust

/// The door and, if it was asked for, the metrics' port of a running agent, in the background.
public final class AgentDoor: Sendable {
    public let window: DoorWindow
    /// Where it is; nil if there is none.
    public let path: String?
    private let serving: [Task<Void, Never>]

    /// An agent without a door still measures: why there is none is told, and that is all.
    ///
    /// - Parameters:
    ///   - metrics: nil for no port.
    ///   - runner: nil where no task can be done.
    ///   - budget: of each task, as the mode has it.
    ///   - tell: gets where the door is, or why there is none.
    /// - Throws: `ServingError` if the metrics' port cannot be had: somebody asked for it.
    public init(
        stateDirectory: String, metrics: Metrics? = nil, runner: (any TaskRunner)? = nil,
        budget: TaskBudget = TaskBudget(),
        approvals: any ApprovalDesk = NoApprovals(), host: HostClock = .system,
        tell: (LiveNote) -> Void
    ) throws(ServingError) {
        let window = DoorWindow()
        self.window = window
        let now = host.monotonicSeconds
        var serving: [Task<Void, Never>] = []
        if let metrics {
            let port = try MetricsPort(
                address: metrics.address, window: window,
                includesMeasured: metrics.includesMeasured, now: now)
            serving.append(Task { await port.run() })
            tell(.port("Metrics are at http://\(metrics.address)/metrics."))
        }
        let tasks = TaskDesk(
            runner: runner, budget: budget, milliseconds: { host.utc().time.millisecondsSince1970 })
        let door = Self.opened(
            DoorLocation.places(stateDirectory: stateDirectory), tell: tell
        ) { path throws(DoorError) in
            try LocalDoor(
                path: path, window: window, tasks: tasks, approvals: approvals, now: now)
        }
        path = door?.path
        if let door { serving.append(Task { await door.run() }) }
        self.serving = serving
    }

    /// Where metrics are served besides the socket.
    public struct Metrics: Sendable {
        public let address: LoopbackAddress
        /// Also what was measured of the person.
        public let includesMeasured: Bool

        public init(address: LoopbackAddress, includesMeasured: Bool) {
            self.address = address
            self.includesMeasured = includesMeasured
        }
    }

    /// Ends what is served, and removes the socket.
    public func close() async {
        for task in serving { task.cancel() }
        for task in serving { await task.value }
    }

    /// The first of the places that takes a door.
    private static func opened(
        _ places: [String], tell: (LiveNote) -> Void,
        open: (String) throws(DoorError) -> LocalDoor
    ) -> LocalDoor? {
        var refusals: [DoorError] = []
        for place in places {
            do throws(DoorError) { return try open(place) } catch { refusals.append(error) }
        }
        if let last = refusals.last { tell(.port("\(last) This agent has no local socket.")) }
        return nil
    }
}
