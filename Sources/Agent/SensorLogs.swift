import Biosignals
import EDA

/// Skin conductance levels and responses since the windows that are still open began.
struct SkinLog: Sendable {
    var levels: [(second: Int, microsiemens: Double)] = []
    var responses: [(onset: Double, amplitude: Double)] = []

    mutating func removeAll(before time: Double) {
        levels.removeAll { Double($0.second) < time }
        responses.removeAll { $0.onset < time }
    }
}

/// Mean of a temperature channel over the open window.
struct TemperatureLog: Sendable {
    private var sums: [Int: (sum: Double, count: Int)] = [:]

    mutating func append(_ block: SignalBlock, rate: Double) {
        for (offset, sample) in block.samples.enumerated() {
            let second = Int(Double(block.start + offset) / rate)
            let old = sums[second] ?? (0, 0)
            sums[second] = (old.sum + sample, old.count + 1)
        }
    }

    func mean(in window: Range<Int>) -> Double? {
        var total = (sum: 0.0, count: 0)
        for second in window {
            guard let entry = sums[second] else { continue }
            total = (total.sum + entry.sum, total.count + entry.count)
        }
        return total.count == 0 ? nil : total.sum / Double(total.count)
    }

    mutating func removeAll(before second: Int) {
        sums = sums.filter { $0.key >= second }
    }
}

/// Spread of acceleration, second by second and axis by axis: the axes may come in separate
/// blocks, so the variances are added instead of the magnitudes formed.
struct MovementLog: Sendable {
    private struct Moments: Sendable {
        var count = 0.0
        var sum = 0.0
        var squares = 0.0
    }

    private var axes: [Int: [Int: Moments]] = [:]

    mutating func append(_ block: SignalBlock, rate: Double) {
        for (offset, sample) in block.samples.enumerated() {
            let second = Int(Double(block.start + offset) / rate)
            var moments = axes[block.channel, default: [:]][second] ?? Moments()
            moments.count += 1
            moments.sum += sample
            moments.squares += sample * sample
            axes[block.channel, default: [:]][second] = moments
        }
    }

    /// Mean over the window's seconds of the standard deviation within a second.
    func deviation(in window: Range<Int>) -> Double? {
        var sum = 0.0
        var seconds = 0.0
        for second in window {
            var variance = 0.0
            var seen = false
            for axis in axes.keys.sorted() {
                guard let moments = axes[axis]?[second], moments.count > 1 else { continue }
                let mean = moments.sum / moments.count
                variance += max(0, moments.squares / moments.count - mean * mean)
                seen = true
            }
            guard seen else { continue }
            sum += variance.squareRoot()
            seconds += 1
        }
        return seconds == 0 ? nil : sum / seconds
    }

    mutating func removeAll(before second: Int) {
        axes = axes.mapValues { $0.filter { $0.key >= second } }
    }
}
