import ArgumentParser
import Foundation
import Trust

/// `healthypi-warden approvals …`: what agents want to do and a person has to agree to.
struct Approvals: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approvals", abstract: "Show and decide what waits for a person.",
        discussion: """
            What an agent is asked to export or to erase waits until a person has seen exactly what \
            it is, and has agreed with a key of their own.

            EXAMPLES
              healthypi-warden approvals list --realm realm
              healthypi-warden approvals show 01KAJ… --realm realm
              healthypi-warden approvals approve 01KAJ… --realm realm \\
                --reason "for my doctor"
            """,
        subcommands: [
            ApprovalsList.self, ApprovalsShow.self, ApprovalsApprove.self, ApprovalsDeny.self,
            ApprovalsKey.self, ApprovalsOpen.self,
        ])
}

/// Where requests come from and decisions go to.
struct ApprovalPlace: ParsableArguments {
    @Option(help: ArgumentHelp("A realm's directory.", valueName: "dir"))
    var realm: String

    @Option(
        help: ArgumentHelp(
            "An agent's local socket, instead of the broker.", valueName: "path"))
    var socket: String?

    @Option(
        help: ArgumentHelp(
            "The broker's address; otherwise the one the realm's nats.conf names.",
            valueName: "url"))
    var broker: String?

    @Option(help: ArgumentHelp("How long to wait for agents to say what is open.", valueName: "s"))
    var wait = 5.0

    func validate() throws {
        guard socket == nil || broker == nil else {
            throw ValidationError("Name a socket or a broker, not both.")
        }
        guard (0.1...600).contains(wait) else {
            throw ValidationError("--wait is 0.1 to 600.")
        }
    }

    func counter(_ granting: TokenRealm) throws -> any ApprovalCounter {
        if let socket { return SocketCounter(path: socket, granting: granting, seconds: wait) }
        return try BrokerCounter(
            access: RealmAccess(granting.realm, broker: broker), granting: granting,
            seconds: wait)
    }
}

/// A request as it was asked for, its signature checked.
struct OpenRequest: Sendable {
    let request: ApprovalRequest
    /// Where it stands, where that is known.
    let state: String?
    /// `approver: reason`, of those who agreed already, where that is known.
    let approvals: [String]
}

/// Agents, as whoever decides meets them.
protocol ApprovalCounter {
    /// What is open, oldest first.
    ///
    /// - Parameter id: nil for all.
    func open(_ id: String?) async throws -> [OpenRequest]

    /// Hands a decision over.
    ///
    /// - Returns: how it ended, if that is known in time.
    func hand(
        over message: ApprovalMessage, saying answer: ApprovalDecision.Answer,
        _ request: ApprovalRequest
    ) async throws -> ApprovalEnding?
}

/// How an approval ended.
struct ApprovalEnding: Sendable {
    let state: String
    let reason: String
    let files: [String]
}

extension ApprovalCounter {
    /// The one that is open under this identifier.
    func one(_ id: String) async throws -> OpenRequest {
        guard let found = try await open(id).first(where: { $0.request.id == id }) else {
            throw WardenFailure(
                code: Exit.unavailable,
                text: "No agent says that approval \(id) is open. See approvals list.")
        }
        return found
    }
}
