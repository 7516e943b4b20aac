/// What the door says to each request. It reads, and it takes tasks; it grants nothing.
struct DoorRouter: Sendable {
    let window: DoorWindow
    let tasks: TaskDesk
    let approvals: any ApprovalDesk
    /// Seconds of the clock that `DoorSnapshot.loopSeconds` is from.
    let now: @Sendable () -> Double

    private enum Route {
        case health, ready, metrics, status, modes, tasks, post
        case task(String)
        case decision(String, verb: String)
    }

    func answer(_ head: RequestHead, _ body: [UInt8]) async -> ServedAnswer {
        // A browser sends its page's origin along; no page has anything to ask for here.
        guard !head.has("origin") else {
            return .refusal(403, rule: "door.origin", "No web page may ask here.")
        }
        guard let route = Self.route(head.path) else {
            return .refusal(404, rule: "door.path", "There is nothing at this path.")
        }
        let method = Self.method(of: route)
        guard head.method == method else {
            return .refusal(
                405, rule: "door.method", "This path takes \(method).",
                headers: ["Allow: \(method)"])
        }
        return await answer(route, head, body)
    }

    private func answer(
        _ route: Route, _ head: RequestHead, _ body: [UInt8]
    ) async -> ServedAnswer {
        switch route {
        case .health: return health()
        case .ready: return ready()
        case .metrics: return metrics(includingMeasured: true)
        case .status:
            guard let snapshot = window.snapshot else { return Self.starting }
            let health = DoorHealth(snapshot, now: now())
            return .json(200, snapshot.json(health))
        case .modes: return modes()
        case .tasks:
            let all = await approvals.cards().map(\.json) + tasks.all.map(\.json)
            return .json(200, ["tasks": .list(all)])
        case .post: return await post(head, body)
        case .task(let id):
            if let card = await approvals.card(id) { return .json(200, card.json) }
            guard let task = await tasks.task(id) else { return Self.noTask }
            return .json(200, task.json)
        case .decision(let id, "cancel"):
            if let card = await approvals.cancel(id) { return .json(200, card.json) }
            guard let task = await tasks.cancel(id) else { return Self.noTask }
            return .json(200, task.json)
        case .decision(let id, let verb):
            if await approvals.card(id) != nil {
                let verdict: ApprovalVerdict = verb == "approve" ? .approve : .deny
                return refusal(await approvals.decide(id, verdict, body))
            }
            guard let task = await tasks.task(id) else { return Self.noTask }
            guard task.state == .approvalRequired else {
                return .refusal(
                    409, rule: "approval.state", "This task does not wait for a decision.")
            }
            return refusal(await approvals.decide(id, verb == "approve" ? .approve : .deny, body))
        }
    }

    /// The text that Prometheus reads.
    func metrics(includingMeasured: Bool) -> ServedAnswer {
        guard let snapshot = window.snapshot else { return Self.starting }
        let families = MetricTable.families(
            snapshot, now: now(), includingMeasured: includingMeasured)
        return ServedAnswer(
            status: 200, type: PrometheusText.contentType,
            body: Array(PrometheusText.text(families).utf8))
    }

    private static func route(_ path: String) -> Route? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        return switch parts.dropFirst() {
        case ["healthz"]: .health
        case ["readyz"]: .ready
        case ["metrics"]: .metrics
        case ["v1", "status"]: .status
        case ["v1", "modes"]: .modes
        case ["v1", "tasks"]: .tasks
        case ["v1", "task"]: .post
        case let rest where rest.count == 3 && Array(rest.prefix(2)) == ["v1", "task"]:
            isIdentifier(parts[3]) ? .task(parts[3]) : nil
        case let rest where rest.count == 4 && Array(rest.prefix(2)) == ["v1", "task"]:
            isIdentifier(parts[3]) && ["approve", "deny", "cancel"].contains(parts[4])
                ? .decision(parts[3], verb: parts[4]) : nil
        default: nil
        }
    }

    private static func isIdentifier(_ text: String) -> Bool {
        DoorTask.isIdentifier(text) || ApprovalCard.isIdentifier(text)
    }

    private static func method(of route: Route) -> String {
        switch route {
        case .post, .decision: "POST"
        default: "GET"
        }
    }

    private func health() -> ServedAnswer {
        let health = DoorHealth(window.snapshot, now: now())
        return .json(health.isAlive ? 200 : 503, ["alive": .flag(health.isAlive)])
    }

    private func ready() -> ServedAnswer {
        let health = DoorHealth(window.snapshot, now: now())
        return .json(
            health.isReady ? 200 : 503,
            [
                "ready": .flag(health.isReady),
                "reasons": .list(health.notReady.map { .text($0) }),
            ])
    }

    private func modes() -> ServedAnswer {
        let modes = ["offline", "standard", "sensitive", "demo"]
        return .json(
            200,
            [
                "mode": .optional(window.snapshot?.mode),
                "modes": .list(modes.map { .text($0) }),
                "changed_by": .text("the configuration; never over this socket"),
            ])
    }

    private func post(_ head: RequestHead, _ body: [UInt8]) async -> ServedAnswer {
        guard head["content-type"]?.lowercased() == "application/json" else {
            return .refusal(
                415, rule: "task.form", "A task is sent as Content-Type: application/json.")
        }
        let request: TaskRequest
        do throws(TaskRequestProblem) { request = try TaskRequest(body) } catch {
            return .refusal(400, rule: "task.form", error.description)
        }
        if request.kind.needsApproval, let reply = await approvals.ask(request) {
            switch reply {
            case .waits(let card):
                return .json(202, card.json, headers: ["Location: /v1/task/\(card.id)"])
            case .refused(let status, let rule, let reason):
                return .refusal(status, rule: rule, reason)
            }
        }
        do throws(TaskRefusal) {
            let task = try await tasks.accept(request)
            return .json(202, task.json, headers: ["Location: /v1/task/\(task.id)"])
        } catch {
            return .refusal(error.status, rule: error.rule, error.description)
        }
    }

    private func refusal(_ outcome: DecisionReply) -> ServedAnswer {
        switch outcome {
        case .recorded: .json(200, ["recorded": .flag(true)])
        case .refused(let status, let rule, let reason):
            .refusal(status, rule: rule, reason)
        }
    }

    private static let starting = ServedAnswer.refusal(
        503, rule: "door.starting", "The agent is starting. Ask again in a second.")
    private static let noTask = ServedAnswer.refusal(
        404, rule: "task.unknown", "There is no task with this identifier.")
}
