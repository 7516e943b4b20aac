/// `/metrics` on a port of this machine, for a Prometheus that cannot read a local socket.
///
/// Every user and every program of the machine can reach a port, and a browser can be led to one:
/// so it gives the agent's own figures only, unless the measured ones were asked for, and answers
/// nobody who calls it by a name that is not this machine's.
public final class MetricsPort: Sendable {
    /// The port that was taken, for port 0.
    public let port: UInt16
    private let server: BoundedServer

    /// - Parameters:
    ///   - includesMeasured: also what was measured of the person.
    ///   - now: seconds of the clock that `DoorSnapshot.loopSeconds` is from.
    public convenience init(
        address: LoopbackAddress, window: DoorWindow, includesMeasured: Bool,
        now: @escaping @Sendable () -> Double
    ) throws(ServingError) {
        try self.init(
            host: address.host, port: address.port, window: window,
            includesMeasured: includesMeasured, now: now)
    }

    init(
        host: String, port: UInt16, window: DoorWindow, includesMeasured: Bool,
        now: @escaping @Sendable () -> Double, limits: ServerLimits? = nil
    ) throws(ServingError) {
        let listening = try ListeningPort(host: host, port: port)
        let taken = listening.port ?? port
        self.port = taken
        let router = DoorRouter(
            window: window, tasks: TaskDesk(runner: nil, milliseconds: { 0 }),
            approvals: NoApprovals(), now: now)
        server = BoundedServer(on: listening, limits: limits ?? Self.limits) { head, _ in
            .answer(
                Self.answer(head, port: taken, router: router, includesMeasured: includesMeasured))
        }
    }

    private static var limits: ServerLimits {
        var limits = ServerLimits()
        limits.connections = 16
        return limits
    }

    /// Why an address is not served on, in the words of metrics.
    public static func description(of error: LoopbackAddressError) -> String {
        switch error {
        case .notAnAddress(let text):
            "Not an address to serve metrics on (\(text)): give one such as 127.0.0.1:9464."
        case .reachesFurther(let host, let port):
            "Metrics are served to this machine only, not on \(host). Serve them on "
                + "127.0.0.1:\(port), and on the other machine run: "
                + "ssh -L \(port):127.0.0.1:\(port) USER@THIS-MACHINE"
        }
    }

    /// Serves until cancelled.
    public func run() async { try? await server.run() }

    private static func answer(
        _ head: RequestHead, port: UInt16, router: DoorRouter, includesMeasured: Bool
    ) -> ServedAnswer {
        let names = ["127.0.0.1", "[::1]", "localhost"]
        guard let host = head["host"], names.map({ "\($0):\(port)" }).contains(host) else {
            return .refusal(421, rule: "door.host", "This is served to this machine only.")
        }
        guard !head.has("origin") else {
            return .refusal(403, rule: "door.origin", "No web page may ask here.")
        }
        guard head.path == "/metrics" else {
            return .refusal(404, rule: "door.path", "Here is only /metrics.")
        }
        guard head.method == "GET" else {
            return .refusal(
                405, rule: "door.method", "This path takes GET.", headers: ["Allow: GET"])
        }
        return router.metrics(includingMeasured: includesMeasured)
    }
}
