import Dispatch
import Foundation
import Synchronization

/// ^C and SIGTERM as a flag: what has been done is kept, then the program ends. A second ^C ends
/// it at once.
final class Interrupt {
    private let flag = Flag()
    private let sources: [any DispatchSourceSignal]

    /// - Parameters:
    ///   - endsAtOnce: for a command that has nothing to keep.
    ///   - cleanUp: done before a second ^C ends the program.
    init(endsAtOnce: Bool = false, cleanUp: @escaping @Sendable () -> Void = {}) {
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: .global())
        }
        for source in sources {
            source.setEventHandler { [flag] in
                guard flag.set() || endsAtOnce else { return }
                cleanUp()
                Foundation.exit(ExitStatus.interrupted.rawValue)
            }
            source.resume()
        }
    }

    var isSet: Bool { flag.isSet }

    /// The same question, for whoever asks from other threads.
    var check: @Sendable () -> Bool { { [flag] in flag.isSet } }
}

private final class Flag: Sendable {
    private let value = Mutex(false)

    var isSet: Bool { value.withLock { $0 } }

    /// Sets it, and says whether it was set before.
    func set() -> Bool {
        value.withLock { value in
            defer { value = true }
            return value
        }
    }
}
