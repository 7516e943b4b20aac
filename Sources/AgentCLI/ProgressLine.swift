import Agent
import Foundation
import Reports

/// One line on a terminal's stderr that is written over: how far, how fast, how long still.
struct ProgressLine {
    private let isShown = Stderr.isTerminal
    private var lastDrawn: ContinuousClock.Instant?
    private let began = ContinuousClock.now
    private var isDirty = false

    mutating func show(_ progress: ReplayProgress) {
        guard isShown else { return }
        let now = ContinuousClock.now
        if let lastDrawn, lastDrawn.duration(to: now) < .milliseconds(100) { return }
        lastDrawn = now
        isDirty = true
        let elapsed = Self.seconds(began.duration(to: now))
        let speed = elapsed > 0 ? progress.seconds / elapsed : 0
        var line = "\r\(progress.name)  \(Text.clock(progress.seconds))"
        if let total = progress.secondsTotal, total > 0 {
            let share = min(1, progress.seconds / total)
            let filled = Int(share * 24)
            let bar =
                String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
            let left = speed > 0 ? (total - progress.seconds) / speed : 0
            line += " of \(Text.clock(total)) \(bar) \(Text.percent(share)) %"
            line += "  \(Text.number(speed, digits: 0))x real time"
            line += "  \(Text.clock(left)) left"
        }
        if let rate = progress.heartRate { line += "  HR \(Text.number(rate, digits: 0)) /min" }
        if let rmssd = progress.rmssd { line += "  RMSSD \(Text.number(rmssd, digits: 0)) ms" }
        Stderr.write(line + "\u{1B}[K")
    }

    mutating func clear() {
        guard isDirty else { return }
        isDirty = false
        Stderr.write("\r\u{1B}[K")
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }
}
