import ArgumentParser
import Foundation
import Publishing
import Realm

/// How a failure becomes one line on standard error and an exit code of the contract.
enum Exit {
    static let checkSaidNo: Int32 = 1
    static let usage: Int32 = 2
    static let cannotOpen: Int32 = 66
    static let unavailable: Int32 = 69
    static let cannotWrite: Int32 = 74
    static let notPermitted: Int32 = 77

    static func leave(after error: any Error) -> Never {
        switch error {
        case let error as PublishingError: leave(code(of: error), "\(error)")
        case let error as RealmError: leave(code(of: error), "\(error)")
        case let error as WardenFailure: leave(error.code, error.text)
        default: break
        }
        let asParser = Warden.exitCode(for: error).rawValue
        let text = Warden.fullMessage(for: error)
        if asParser == 0 {
            if !text.isEmpty { print(text) }
            end(0)
        }
        leave(asParser == ExitCode.validationFailure.rawValue ? usage : asParser, text)
    }

    static func code(of error: PublishingError) -> Int32 {
        switch error {
        case .brokerURLInvalid, .agentNameInvalid: usage
        case .loginRefused, .notPermitted: notPermitted
        default: unavailable
        }
    }

    static func code(of error: RealmError) -> Int32 {
        switch error {
        case .notEmpty, .rolesWrong, .wrong: usage
        case .cannotWrite: cannotWrite
        case .cannotRead: cannotOpen
        case .brokerTooOld: unavailable
        }
    }

    private static func leave(_ code: Int32, _ text: String) -> Never {
        if !text.isEmpty { Output.say(text) }
        end(code)
    }

    /// Without what the libraries do at an exit: the broker's client may still be closing a connection
    /// on a thread of its own, and OpenSSL would take its locks from under it.
    static func end(_ code: Int32) -> Never {
        fflush(nil)
        _exit(code)
    }
}
