import Acquisition
import Agent
import ArgumentParser
import Dashboard
import Foundation
import Insights
import Publishing
import Reports
import Settings
import Storage

/// The exit codes that users and scripts rely on.
enum ExitStatus: Int32 {
    case done = 0
    case checkSaidNo = 1
    case usage = 2
    case badInput = 65
    case noInput = 66
    case unavailable = 69
    case cannotWrite = 74
    case notPermitted = 77
    case interrupted = 130

    /// Ends the program, without what the libraries do at an exit: the broker's client may still be
    /// closing a connection on a thread of its own, and OpenSSL would take its locks from under it.
    static func leave(_ status: ExitStatus) -> Never {
        fflush(nil)
        _exit(status.rawValue)
    }

    /// Prints what is to be said and ends the program.
    static func exit(with error: any Error) -> Never {
        if let failure = error as? Failure {
            if !failure.message.isEmpty {
                Stderr.line("healthypi-agent: \(Text.printable(failure.message))")
            }
            leave(failure.status)
        }
        if let failure = Failure(of: error) { exit(with: failure) }
        let text = HealthyPiAgent.fullMessage(for: error)
        let isHelp = HealthyPiAgent.exitCode(for: error) == .success
        if isHelp {
            print(text)
            leave(.done)
        }
        Stderr.line(text)
        leave(.usage)
    }
}

/// An error with the exit code it ends the program with. An empty message has been said already.
struct Failure: Error {
    let status: ExitStatus
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }

    /// The rooms' own errors, sorted into exit codes; nil for what the argument parser says.
    init?(of error: any Error) {
        switch error {
        case let error as AcquisitionError:
            self.init(error.isOpeningFailure ? .noInput : .badInput, error.description)
        case let error as SessionError: self.init(.badInput, error.description)
        case let error as PublishingError: self.init(error.exitStatus, error.description)
        case let error as SettingsError:
            self.init(
                error.isNotPermitted ? .notPermitted : .usage,
                error.problems.map(\.description).joined(separator: " "))
        case let error as DeviceWatchError: self.init(.unavailable, error.description)
        case let error as PortError: self.init(.unavailable, error.description)
        case let error as CalibrationError: self.init(.usage, error.description)
        case let error as StorageError: self.init(error.exitStatus, error.description)
        case let error as BaselineError: self.init(.badInput, error.description)
        case let error as LoopbackAddressError: self.init(.usage, error.description)
        case let error as ServingError:
            self.init(error.isNotPermitted ? .notPermitted : .unavailable, error.description)
        case let error as ExplainError: self.init(.noInput, error.description)
        case let error as ExportError: self.init(error.exitStatus, error.description)
        default: return nil
        }
    }
}

/// Talk and progress go to stderr, so that stdout stays data.
enum Stderr {
    static func line(_ text: String) { write(text + "\n") }

    /// Nobody is left to be told if this fails.
    static func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}

extension ExportError {
    var exitStatus: ExitStatus {
        switch self {
        case .exists, .cannotWrite: .cannotWrite
        case .notRepresentable, .noSamples, .intervalsOnly, .noBeats, .tooFewBeats, .mostlyMissing,
            .nothingToObserve:
            .badInput
        case .stopped: .interrupted
        }
    }
}

extension PublishingError {
    var exitStatus: ExitStatus {
        switch self {
        case .brokerURLInvalid, .agentNameInvalid: .usage
        case .loginRefused, .notPermitted: .notPermitted
        case .outputClosed, .outputFull, .outputFailed, .outboxFailed: .cannotWrite
        default: .unavailable
        }
    }
}

extension StorageError {
    var exitStatus: ExitStatus {
        switch self {
        case .directoryOfAnotherUser, .directoryWritableByOthers: .notPermitted
        case .inUse, .logStillHeld: .unavailable
        case .full, .readOnly, .directoryUnusable, .failed: .cannotWrite
        case .damaged, .tooNew, .codecUnknown, .payloadUnreadable, .rowDamaged: .badInput
        case .nothingStored: .noInput
        }
    }
}
