public import Trust

/// Tasks that were asked for at the door: bounded, one at a time, each within its budget.
public actor TaskDesk {
    /// Tasks that wait or run, and tasks that are remembered when they are over.
    static let openMax = 64
    static let overMax = 64
    /// Of the tasks that wait, those that a person has to decide.
    static let undecidedMax = 10

    private let runner: (any TaskRunner)?
    private let budget: TaskBudget
    private let clock: any Clock<Duration>
    private let milliseconds: @Sendable () -> Int64
    private var generator: any RandomNumberGenerator & Sendable
    private var tasks: [DoorTask] = []
    private var running: (id: String, work: Task<Void, Never>)?

    /// - Parameters:
    ///   - runner: nil where no task can be done.
    ///   - milliseconds: UTC since 1970-01-01T00:00:00Z.
    ///   - generator: for identifiers, which nobody should guess.
    public init(
        runner: (any TaskRunner)?, budget: TaskBudget = TaskBudget(),
        clock: any Clock<Duration> = ContinuousClock(),
        milliseconds: @escaping @Sendable () -> Int64,
        generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.runner = runner
        self.budget = budget
        self.clock = clock
        self.milliseconds = milliseconds
        self.generator = generator
    }

    /// Oldest first.
    var all: [DoorTask] { tasks }

    func task(_ id: String) -> DoorTask? { tasks.first { $0.id == id } }

    func accept(_ request: TaskRequest) throws(TaskRefusal) -> DoorTask {
        let undecided = tasks.count { $0.state == .approvalRequired }
        if request.kind.needsApproval {
            guard undecided < Self.undecidedMax else { throw .queueFull(undecided) }
        } else {
            let open = tasks.count { !$0.state.isOver } - undecided
            guard open < Self.openMax else { throw .queueFull(open) }
        }
        if !request.kind.needsApproval, runner?.kinds.contains(request.kind) != true {
            throw .cannot(request.kind)
        }
        var task = DoorTask(
            id: identifier(), request: request, createdMilliseconds: milliseconds(),
            state: .queued)
        if request.kind.needsApproval {
            task.state = .approvalRequired
            task.note = "A person decides first, with a signature."
        }
        tasks.append(task)
        startNext()
        return task
    }

    /// Nil if there is none of this identifier; one that is over stays as it is.
    func cancel(_ id: String) -> DoorTask? {
        guard let task = task(id) else { return nil }
        guard !task.state.isOver else { return task }
        end(id, .cancelled, note: nil)
        if running?.id == id { running?.work.cancel() }
        return self.task(id)
    }

    /// Ends what runs; nothing is begun any more.
    public func stop() async {
        for task in tasks where !task.state.isOver { end(task.id, .cancelled, note: nil) }
        running?.work.cancel()
        await running?.work.value
    }

    private func identifier() -> String {
        let text = String(generator.next() as UInt64, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }

    private func startNext() {
        guard running == nil, let runner,
            let index = tasks.firstIndex(where: { $0.state == .queued })
        else { return }
        tasks[index].state = .running
        let task = tasks[index]
        running = (
            task.id,
            Task {
                let outcome = await outcome(of: task, by: runner)
                settle(task.id, outcome)
            }
        )
    }

    private func settle(_ id: String, _ outcome: Result<[String], any Error>) {
        running = nil
        switch outcome {
        case .success(let files):
            if files.count > budget.filesMax {
                end(id, .failed, note: "It wrote more than \(budget.filesMax) files.")
            } else {
                end(id, .done, note: nil, files: files)
            }
        case .failure(let failure as TaskFailure): end(id, .failed, note: failure.reason)
        case .failure(let error): end(id, .failed, note: "\(error)")
        }
        startNext()
    }

    private func end(_ id: String, _ state: DoorTask.State, note: String?, files: [String] = []) {
        guard let index = tasks.firstIndex(where: { $0.id == id }), !tasks[index].state.isOver
        else { return }
        tasks[index].state = state
        tasks[index].note = note
        tasks[index].files = files
        tasks[index].endedMilliseconds = milliseconds()
        let surplus = tasks.count { $0.state.isOver } - Self.overMax
        let others = tasks.indices.filter { tasks[$0].state.isOver && tasks[$0].id != id }
        if surplus > 0,
            let oldest = others.min(by: {
                (tasks[$0].endedMilliseconds ?? 0) < (tasks[$1].endedMilliseconds ?? 0)
            })
        {
            tasks.remove(at: oldest)
        }
    }

    /// Whatever comes first: what was written, or the end of the budget.
    private func outcome(
        of task: DoorTask, by runner: any TaskRunner
    ) async -> Result<[String], any Error> {
        let (budget, clock) = (budget, clock)
        return await withTaskGroup(of: Result<[String], any Error>.self) { group in
            group.addTask {
                do {
                    return .success(
                        try await runner.run(task.request, id: task.id, budget: budget))
                } catch { return .failure(error) }
            }
            group.addTask {
                try? await clock.sleep(for: .seconds(budget.seconds))
                return .failure(
                    TaskFailure("It took longer than \(Int(budget.seconds)) s and was ended."))
            }
            let first = await group.next()
            group.cancelAll()
            return first ?? .success([])
        }
    }
}
