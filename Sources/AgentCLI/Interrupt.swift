import Dispatch
import Glibc
import Synchronization

/// ^C, ^\, SIGTERM and a terminal that is closed as a flag: what has been done is kept, what was
/// changed is given back, then the program ends. A second one ends it at once.
final class Interrupt {
    /// Those that ask a program to end. Under `nohup` a closed terminal is none of them.
    private static let numbers: [Int32] = {
        var found = sigaction()
        sigaction(SIGHUP, nil, &found)
        let handler = unsafeBitCast(found.__sigaction_handler.sa_handler, to: Int.self)
        let isIgnored = handler == unsafeBitCast(SIG_IGN, to: Int.self)
        return [SIGINT, SIGQUIT, SIGTERM] + (isIgnored ? [] : [SIGHUP])
    }()

    private let flag = Flag()
    private let sources: [any DispatchSourceSignal]

    /// - Parameters:
    ///   - endsAtOnce: for a command that has nothing to keep.
    ///   - cleanUp: done before a second signal ends the program.
    init(endsAtOnce: Bool = false, cleanUp: @escaping @Sendable () -> Void = {}) {
        sources = Self.numbers.map { number in
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: .global())
        }
        for source in sources {
            source.setEventHandler { [flag] in
                guard flag.set() || endsAtOnce else { return }
                cleanUp()
                ExitStatus.leave(.interrupted)
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
