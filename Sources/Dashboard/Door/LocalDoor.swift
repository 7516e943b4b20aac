import Glibc

/// The agent's local socket: HTTP for its owner and root, on this machine alone.
///
/// It shows how the agent fares and takes tasks. It grants nothing: what needs a person's approval
/// needs the approver's signature, whoever may open the socket.
public final class LocalDoor: Sendable {
    public let path: String
    private let place: DoorPlace
    private let server: BoundedServer
    private let tasks: TaskDesk

    /// - Parameters:
    ///   - path: of the socket; its folder is there, and closed to others.
    ///   - window: what the agent says of itself.
    ///   - now: seconds of the clock that `DoorSnapshot.loopSeconds` is from.
    /// - Throws: `DoorError`.
    public convenience init(
        path: String, window: DoorWindow, tasks: TaskDesk,
        approvals: any ApprovalDesk = NoApprovals(), now: @escaping @Sendable () -> Double
    ) throws(DoorError) {
        try self.init(
            path: path, window: window, tasks: tasks, approvals: approvals, now: now,
            limits: Self.limits, owner: geteuid())
    }

    /// - Parameter owner: the one user besides root who is let in.
    init(
        path: String, window: DoorWindow, tasks: TaskDesk, approvals: any ApprovalDesk,
        now: @escaping @Sendable () -> Double, limits: ServerLimits, owner: uid_t
    ) throws(DoorError) {
        let router = DoorRouter(window: window, tasks: tasks, approvals: approvals, now: now)
        place = try DoorPlace(path: path)
        self.path = path
        self.tasks = tasks
        server = BoundedServer(
            on: place.listening, limits: limits,
            admit: { Self.refusal(of: $0, owner: owner) },
            reply: { head, body in .answer(await router.answer(head, body)) })
    }

    static var limits: ServerLimits {
        var limits = ServerLimits()
        limits.connections = 32
        limits.bodyBytes = 16_384
        return limits
    }

    /// Serves until cancelled; then the socket and what was asked for are gone.
    public func run() async {
        try? await server.run()
        place.end()
        await tasks.stop()
    }

    /// A file's mode keeps others out; this holds where somebody has changed it.
    static func refusal(of descriptor: Int32, owner: uid_t) -> ServedAnswer? {
        let peer = DoorSocket.peer(of: descriptor)
        guard peer != owner, peer != 0 else { return nil }
        return .refusal(
            403, rule: "door.peer", "Only the agent's own user and root may ask here.")
    }
}
