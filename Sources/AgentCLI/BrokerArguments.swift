import Agent
import ArgumentParser
import Foundation
import Publishing
import Storage

/// Who to be at the broker.
struct BrokerArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Log in as a member of a realm: its folder under keys/. Events are signed if a "
                + "message.key lies there.", valueName: "DIR"))
    var login: String?

    @Option(
        help: ArgumentHelp(
            "The certificate that must have signed the broker's; by default ca.crt in the login's "
                + "folder, or the realm's.", valueName: "FILE"))
    var authority: String?
}

extension BrokerAccess {
    /// With the contract's exit codes for what is wrong with the login.
    static func checked(
        url: String, agent: String, login: String?, authority: String?
    ) throws -> BrokerAccess {
        do {
            return try BrokerAccess(url: url, agent: agent, login: login, authority: authority)
        } catch let error as BrokerAccessError {
            throw Failure(error)
        }
    }
}

extension BrokerDelivery.Outcome {
    /// Found out too late for an event: at least whoever watches is told.
    func tellLosses() {
        for loss in untold {
            Stderr.line(
                "healthypi-agent: The broker had lost events it had acknowledged: "
                    + "\(loss.resentCount) were sent again, \(loss.lostCount) are gone there.")
        }
    }
}

extension StateStore {
    /// With the contract's exit codes for what is wrong with its key.
    static func checked<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as BrokerAccessError {
            throw Failure(error)
        }
    }

    /// A store to look at, sealed or not.
    static func reading(_ directory: String) throws -> Store {
        try checked { try reader(directory) }
    }
}

extension Failure {
    fileprivate init(_ error: BrokerAccessError) {
        self.init(error.isNotPermitted ? .notPermitted : .usage, error.description)
    }
}
