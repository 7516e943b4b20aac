import ArgumentParser
import Foundation
import Publishing

/// How a failure becomes one line on standard error and an exit code of the contract.
enum Exit {
    static let usage: Int32 = 2
    static let unavailable: Int32 = 69
    static let notPermitted: Int32 = 77

    static func leave(after error: any Error) -> Never {
        if let error = error as? PublishingError {
            say("\(error)")
            exit(code(of: error))
        }
        let asParser = Warden.exitCode(for: error).rawValue
        let text = Warden.fullMessage(for: error)
        if asParser == 0 {
            if !text.isEmpty { print(text) }
        } else if !text.isEmpty {
            say(text)
        }
        exit(asParser == ExitCode.validationFailure.rawValue ? usage : asParser)
    }

    static func code(of error: PublishingError) -> Int32 {
        switch error {
        case .brokerURLInvalid, .agentNameInvalid: usage
        case .loginRefused, .notPermitted: notPermitted
        default: unavailable
        }
    }

    private static func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
