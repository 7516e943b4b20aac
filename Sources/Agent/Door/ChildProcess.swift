import Dashboard
import Dispatch
import Foundation
import Glibc
import Synchronization

/// Another process at low priority, ended when its task is cancelled.
final class ChildProcess: Sendable {
    /// How long it may take to end by itself once it has been told to.
    private static let graceSeconds = 5.0

    private let arguments: [String]
    /// Until it has been waited for: afterwards the number may be another process's.
    private let running = Mutex<pid_t?>(nil)

    /// - Parameter program: an absolute path.
    init(_ program: String, _ arguments: [String]) {
        self.arguments = [program] + arguments
    }

    /// - Throws: `TaskFailure` if it could not be started or ended badly; `CancellationError`.
    func run() async throws {
        let started = try start()
        let status = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                DispatchQueue.global(qos: .utility).async {
                    continuation.resume(returning: self.wait(for: started))
                }
            }
        } onCancel: {
            end()
        }
        try Task.checkCancellation()
        guard status != 0 else { return }
        throw TaskFailure(
            status & 0x7F == 0
                ? "The command \(arguments[1]) ended with \(status >> 8 & 0xFF)."
                : "The command \(arguments[1]) was ended by signal \(status & 0x7F).")
    }

    /// It hears and says nothing, has none of our files and connections and all signals as usual, and
    /// is niced after it has begun.
    private func start() throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, mode) in [(0, O_RDONLY), (1, O_WRONLY), (2, O_WRONLY)] {
            posix_spawn_file_actions_addopen(&actions, Int32(descriptor), "/dev/null", mode, 0)
        }
        // What is open now: the broker's library opens its sockets for children as well. One that is
        // closed already is no error.
        let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        for descriptor in (open ?? []).compactMap({ Int32($0) }) where descriptor > 2 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var started: pid_t = 0
        let code = posix_spawn(
            &started, arguments[0], &actions, &attributes, &pointers, environ)
        guard code == 0 else {
            throw TaskFailure("Cannot start the command: \(String(cString: strerror(code))).")
        }
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), id_t(started), 10)
        running.withLock { $0 = started }
        return started
    }

    private func wait(for started: pid_t) -> Int32 {
        // It stays a zombie, whose number nobody else gets, until the number is forgotten here.
        var information = siginfo_t()
        while waitid(P_PID, id_t(started), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        return running.withLock { running in
            running = nil
            var status: Int32 = 0
            while waitpid(started, &status, 0) < 0, errno == EINTR {}
            return status
        }
    }

    private func end() {
        signal(SIGTERM)
        DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + Self.graceSeconds) {
            self.signal(SIGKILL)
        }
    }

    private func signal(_ number: Int32) {
        running.withLock { running in
            if let running { kill(running, number) }
        }
    }
}
