import Biosignals
import Foundation
import Glibc
import Storage

/// A process that records, or recovers, until a timer it cannot catch kills it.
enum RecordVictim {
    /// Not reached, unless the timer fails.
    private static let stepMax = 20_000
    private static let channels = RecordSignals.healthypi5

    /// Records faster than real time, with pauses and rotations, and keeps saying in another file how
    /// many seconds it was told of.
    static func record() throws {
        let folder = folder()
        var limits = RecorderLimits()
        limits.syncEvery = Seconds(
            getenv("RECORD_TEST_SYNC").flatMap { Double(String(cString: $0)) } ?? 3)
        limits.segmentMax = Seconds(limits.syncEvery.value * 3)
        let recorder = try SignalRecorder(
            folder: folder + "/session", name: "b", channels: channels,
            start: RecordSignals.start, limits: limits)
        let progress = open(folder + "/progress", O_RDWR | O_CREAT, 0o600)
        arm()
        var step = 0
        while step < stepMax {
            let from = Double(step) * 0.0625
            if !isPause(from) {
                _ = recorder.append(RecordSignals.blocks(channels, from..<(from + 0.0625)))
                if step % 20 == 3 {
                    _ = recorder.append([
                        RecordAnnotation(seconds: max(from - 2, 0), kind: .beat, channel: 0),
                        RecordAnnotation(seconds: from, kind: .mark(step)),
                    ])
                }
                if step % 20 == 0 { _ = recorder.sync() }
            }
            step += 1
            var told = Double(step) * 0.0625
            pwrite(progress, &told, 8, 0)
        }
    }

    static func recover() throws {
        let folder = folder()
        arm()
        for _ in 0..<stepMax { _ = recoverRecordings(in: folder) }
    }

    /// Seconds that the recorder had been told of.
    static func told(_ folder: String) throws -> Double {
        let bytes = try bytes(folder + "/progress")
        guard bytes.count == 8 else { return 0 }
        return bytes.withUnsafeBytes { $0.loadUnaligned(as: Double.self) }
    }

    /// Of a channel, what has a sample by then.
    static func indices(until seconds: Double, rate: Double) -> Set<Int> {
        let end = max(Int((seconds * rate).rounded(.down)), 0)
        return Set((0..<end).filter { !isPause((Double($0) / rate * 16).rounded(.down) / 16) })
    }

    /// Of every 30 s the last 12.
    private static func isPause(_ seconds: Double) -> Bool {
        seconds.truncatingRemainder(dividingBy: 30) >= 18
    }

    private static func folder() -> String {
        String(cString: getenv("RECORD_TEST_FOLDER"))
    }

    private static func arm() {
        let microseconds = Int(String(cString: getenv("RECORD_TEST_MICROSECONDS"))) ?? 1_000
        var event = sigevent()
        event.sigev_notify = 0  // SIGEV_SIGNAL
        event.sigev_signo = SIGKILL
        var timer: timer_t?
        timer_create(CLOCK_MONOTONIC, &event, &timer)
        var when = itimerspec()
        when.it_value.tv_nsec = microseconds * 1_000
        // The first timer's identity is 0, which is no null pointer here.
        timer_settime(timer, 0, &when, nil)
    }
}
