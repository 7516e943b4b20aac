import CTimex
import Dashboard
import Glibc

/// What this process has used, as the kernel counts it.
enum ProcessFigures {
    static func now() -> DoorSnapshot.Process {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return DoorSnapshot.Process(
            cpuSeconds: Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000,
            residentBytes: residentPages() * pageBytes)
    }

    private static var pageBytes: Int { Int(getpagesize()) }

    /// The second number of `/proc/self/statm`; 0 where there is no such file.
    private static func residentPages() -> Int {
        let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return 0 }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0 else { return 0 }
        let words = String(decoding: bytes[..<count], as: UTF8.self).split(separator: " ")
        return words.count > 1 ? Int(words[1]) ?? 0 : 0
    }
}
