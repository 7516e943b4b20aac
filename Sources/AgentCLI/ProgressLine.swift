import Agent
import Foundation
import Reports

/// One line on a terminal's stderr that is written over: how far, how fast, how long still.
struct ProgressLine {
    private let isShown = Stderr.isTerminal
    private var lastDrawn: ContinuousClock.Instant?
    private let began = ContinuousClock.now
    private var isDirty = false

    /// Seconds until a speed that was asked for can be seen not to be kept.
    private static let settling = 10.0

    mutating func show(_ progress: ReplayProgress) {
        guard isShown else { return }
        let now = ContinuousClock.now
        if let lastDrawn, lastDrawn.duration(to: now) < .milliseconds(100) { return }
        lastDrawn = now
        isDirty = true
        let elapsed = Self.seconds(began.duration(to: now))
        let speed = Self.speed(progress, after: elapsed)
        var line = "\r\(progress.name)  \(Text.clock(progress.seconds))"
        if let total = progress.secondsTotal, total > 0 {
            let share = min(1, progress.seconds / total)
            let bar = Self.bar(share)
            let left = speed > 0 ? (total - progress.seconds) / speed : 0
            line += " of \(Text.clock(total)) \(bar) \(Text.percent(share)) %"
            line += "  \(Text.number(speed, digits: speed < 9.95 ? 1 : 0))x real time"
            line += "  \(Text.clock(left)) left"
        }
        if let rate = progress.heartRate { line += "  HR \(Text.number(rate, digits: 0)) /min" }
        if let rmssd = progress.rmssd { line += "  RMSSD \(Text.number(rmssd, digits: 0)) ms" }
        Self.draw(line)
    }

    /// As asked for, unless the machine cannot follow: what goes by at the start is no measure of the
    /// rest.
    private static func speed(_ progress: ReplayProgress, after elapsed: Double) -> Double {
        let seen = elapsed > 0 ? progress.seconds / elapsed : 0
        guard let asked = progress.speed else { return seen }
        return elapsed > settling && seen < 0.9 * asked ? seen : asked
    }

    /// Of work that has no time of its own.
    mutating func show(_ step: String, share: Double) {
        guard isShown else { return }
        isDirty = true
        let elapsed = Self.seconds(began.duration(to: ContinuousClock.now))
        var line = "\r\(step)  \(Self.bar(share)) \(Text.percent(share)) %"
        if share > 0, share < 1 {
            line += "  \(Text.clock(elapsed * (1 - share) / share)) left"
        }
        Self.draw(line)
    }

    /// On one row: what the terminal has no column for is left out, not wrapped.
    private static func draw(_ line: String) {
        Stderr.write("\u{1B}[?7l" + line + "\u{1B}[K\u{1B}[?7h")
    }

    private static func bar(_ share: Double) -> String {
        let filled = Int(max(0, min(1, share)) * 24)
        return String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
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
