import Foundation
import Glibc

/// What the live view on a terminal costs a replay at full speed: the same hour with it and without,
/// in turns, the terminal read as fast as it writes.
enum WatchCost {
    private static let rounds = 5

    static func figures(_ program: String, _ record: String) throws -> [Figure] {
        let terminal = try Terminal()
        var (with, without) = ([Measured](), [Measured]())
        for _ in 0..<rounds {
            for (option, asked) in [("--watch", true), ("--no-watch", false)] {
                let run = try Measured.start(
                    program, ["replay", record, "--speed", "max", option], stderr: terminal.path,
                    environment: ["TERM": "xterm-256color"])
                let measured = try run.measure()
                if asked { with.append(measured) } else { without.append(measured) }
            }
        }
        func ratio(_ figure: (Measured) -> Double) -> Double {
            let ratios = zip(with, without).map { figure($0) / figure($1) }
            return ratios.sorted()[ratios.count / 2]
        }
        return [
            Figure(
                "replay of 1 h with the view on a terminal, times that without",
                ratio(\.wallSeconds), "x"),
            Figure("  processor time", ratio(\.processorSeconds), "x", most: 1.1),
            Figure(
                "  bytes drawn a second",
                terminal.bytesTotal / with.map(\.wallSeconds).reduce(0, +), "B/s"),
        ]
    }

    /// A pseudo-terminal whose other end is read and thrown away.
    private final class Terminal: @unchecked Sendable {
        let path: String
        private let descriptor: Int32
        /// Kept open, so that the terminal outlives each program.
        private let end: Int32
        private let counting = NSLock()
        private var count = 0.0

        var bytesTotal: Double { counting.withLock { count } }

        init() throws {
            descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
            // TIOCSPTLCK and TIOCGPTN of asm-generic/ioctls.h, which Swift does not import.
            var (lock, number) = (Int32(0), UInt32(0))
            guard descriptor >= 0, ioctl(descriptor, 0x4004_5431, &lock) == 0,
                ioctl(descriptor, 0x8004_5430, &number) == 0
            else { throw Failure("No pseudo-terminal is to be had.") }
            path = "/dev/pts/\(number)"
            end = open(path, O_RDWR | O_NOCTTY)
            var size = winsize(ws_row: 40, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0)
            _ = ioctl(end, UInt(TIOCSWINSZ), &size)
            Thread.detachNewThread { [self] in
                var bytes = [UInt8](repeating: 0, count: 65_536)
                while true {
                    let taken = read(descriptor, &bytes, bytes.count)
                    guard taken > 0 else { return }
                    counting.withLock { count += Double(taken) }
                }
            }
        }
    }
}
