import Foundation

/// What one run of a program cost.
struct Measured {
    let wallSeconds: Double
    /// User and system time of all its threads.
    let processorSeconds: Double
    let peakMegabytes: Double

    /// A program under way.
    struct Running {
        fileprivate let program: String
        fileprivate let process: pid_t
        fileprivate let began: ContinuousClock.Instant

        /// Waits for its end, which must be one of the statuses.
        func measure(_ statuses: [Int32] = [0]) throws -> Measured {
            var status: Int32 = 0
            var usage = rusage()
            guard wait4(process, &status, 0, &usage) == process, status & 0x7F == 0,
                statuses.contains(status >> 8)
            else { throw Failure("\(program) failed: \(status).") }
            let wall = began.duration(to: .now)
            return Measured(
                wallSeconds: Measured.seconds(wall),
                processorSeconds: Measured.seconds(usage.ru_utime)
                    + Measured.seconds(usage.ru_stime),
                peakMegabytes: Double(usage.ru_maxrss) / 1_024)
        }

        /// Ends it as ^C does.
        func interruptAndMeasure() throws -> Measured {
            kill(process, SIGINT)
            return try measure([0, 130])
        }
    }

    /// Starts a program, its output thrown away.
    ///
    /// - Parameters:
    ///   - stderr: where its talk goes, such as a terminal.
    ///   - environment: beside this program's own.
    static func start(
        _ program: String, _ arguments: [String], stderr: String = "/dev/null",
        environment: [String: String] = [:]
    ) throws -> Running {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, stderr, O_WRONLY, 0)
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        let all = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var settings: [UnsafeMutablePointer<CChar>?] = all.map { strdup("\($0)=\($1)") }
        settings.append(nil)
        defer { for setting in settings { free(setting) } }
        var process = pid_t()
        let began = ContinuousClock.now
        let failure = posix_spawn(&process, program, &actions, nil, words, settings)
        guard failure == 0 else { throw Failure("Cannot start \(program): error \(failure).") }
        return Running(program: program, process: process, began: began)
    }

    /// Runs a program to its end.
    static func run(_ program: String, _ arguments: [String]) throws -> Measured {
        try start(program, arguments).measure()
    }

    /// The run in the middle by wall time.
    static func median(of runs: Int, _ program: String, _ arguments: [String]) throws -> Measured {
        let all = try (0..<runs).map { _ in try run(program, arguments) }
        return all.sorted { $0.wallSeconds < $1.wallSeconds }[runs / 2]
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) * 1e-6
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }
}

struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
