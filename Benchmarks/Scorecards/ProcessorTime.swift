import Foundation

/// Processor time of this process, user and system, as the peers' `time.process_time` has it.
enum ProcessorTime {
    static func measure(_ work: () throws -> Void) rethrows -> Double {
        let began = now
        try work()
        return now - began
    }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
