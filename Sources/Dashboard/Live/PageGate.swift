/// Who may ask for the page: a browser on this machine that was told this very address. A page of
/// another origin, or a name that was made to point here, is turned away.
struct PageGate: Equatable, Sendable {
    /// As a browser writes them.
    private let hosts: [String]
    private let port: UInt16

    init(port: UInt16) {
        self.port = port
        let names = ["127.0.0.1", "localhost", "[::1]"]
        hosts = names.map { "\($0):\(port)" } + (port == 80 ? names : [])
    }

    /// Nil: it may.
    func objection(to head: RequestHead) -> ServedAnswer? {
        guard let host = head["host"], hosts.contains(host.lowercased()) else {
            return .text(
                421,
                "This page is served as http://127.0.0.1:\(port)/ and under no other name. From "
                    + "another machine: ssh -L \(port):127.0.0.1:\(port) USER@THIS-MACHINE\n")
        }
        guard head.method == "GET" else {
            return .text(405, "Here is only something to look at.\n", headers: ["Allow: GET"])
        }
        if head.has("origin"), !isOwn(head["origin"]) {
            return .text(403, "Another site's page has no business here.\n")
        }
        return nil
    }

    /// A socket is opened by scripts, so it must say whose.
    func objectionToSocket(_ head: RequestHead) -> ServedAnswer? {
        isOwn(head["origin"]) ? nil : .text(403, "Another site's page has no business here.\n")
    }

    private func isOwn(_ origin: String?) -> Bool {
        guard let origin else { return false }
        return hosts.contains { "http://" + $0 == origin.lowercased() }
    }
}
