import Biosignals
import Dashboard

/// The last minute or so of the signals, of their marks and of how they were judged: for whoever
/// comes now and would otherwise look at an empty sweep. Samples are kept as they came; they become
/// points when somebody asks.
struct RecentSignals {
    /// Of all traces, for one newcomer.
    static let pointsMax = 60_000
    /// Seconds of a trace.
    static let secondsMax = 80.0
    /// Seconds that a view shows of a signal, and of a slow one, which cannot follow each point.
    private static let moment = (fast: 8.0, slow: 40.0)

    private var channels: [Int: Channel] = [:]
    private var blocks: [Int: [SignalBlock]] = [:]
    private var notes: [(at: Double, message: PageMessage)] = []
    private var judged: [Int: PageQuality] = [:]

    /// Remembers these channels, and forgets the others.
    mutating func keep(_ shown: [Int], of channels: [Channel]) {
        self.channels = Dictionary(uniqueKeysWithValues: shown.map { ($0, channels[$0]) })
        blocks = blocks.filter { shown.contains($0.key) }
    }

    mutating func append(_ new: [SignalBlock]) {
        for block in new {
            guard let rate = channels[block.channel]?.rate.value else { continue }
            blocks[block.channel, default: []].append(block)
            let oldest = Double(block.end) - Self.secondsMax * rate
            let old = blocks[block.channel]?.prefix { Double($0.end) < oldest }.count ?? 0
            // Not one by one: what is behind costs little, moving the rest up does not.
            if old >= 64 || old * 2 > (blocks[block.channel]?.count ?? 0) {
                blocks[block.channel]?.removeFirst(old)
            }
        }
    }

    /// Marks and judged seconds among what is about to be said.
    mutating func note(_ messages: [PageMessage]) {
        for message in messages {
            switch message {
            case .mark(let mark): notes.append((mark.at, message))
            case .quality(let quality):
                notes.append((quality.from, message))
                judged[quality.channel] = quality
            default: break
            }
        }
        guard let last = notes.last else { return }
        let old = notes.prefix { $0.at < last.at - Self.secondsMax }.count
        if old > notes.count / 2 { notes.removeFirst(old) }
    }

    /// Everything in the order in which it came, in at most so many points.
    func messages(within pointsMax: Int) -> [PageMessage] {
        let share = Double(pointsMax) / Double(max(1, channels.count))
        let waves = channels.keys.sorted().flatMap { channel in
            self.waves(of: channel) { min(Self.secondsMax, share / $0) }
        }
        return waves.map { .wave($0) } + notes.map(\.message)
    }

    /// What is on the screen of a view, and how each channel was judged last.
    var moment: [PageMessage] {
        let waves = channels.keys.sorted().flatMap { channel in
            self.waves(of: channel) { _ in
                channels[channel]?.isSlow == true ? Self.moment.slow : Self.moment.fast
            }
        }
        return waves.map { .wave($0) }
            + judged.keys.sorted().compactMap { judged[$0] }.map {
                .quality($0)
            }
    }

    /// - Parameter seconds: how many of them, at so many points a second.
    private func waves(of channel: Int, _ seconds: (Double) -> Double) -> [PageWave] {
        guard let described = channels[channel], let kept = blocks[channel], let last = kept.last
        else { return [] }
        var thinner = WaveThinner(channel: channel, described)
        let first = last.end - Int(seconds(thinner.pointRate) * described.rate.value)
        var (waves, values, open) = ([PageWave](), [Double?](), PageWave?.none)
        func close() {
            guard let begun = open else { return }
            waves.append(
                PageWave(
                    channel: channel, at: begun.at, step: begun.step, values: values,
                    decimals: begun.decimals))
        }
        for block in kept where block.end > first {
            for wave in thinner.process(block.from(first)) {
                // What follows without a gap becomes one message.
                if let begun = open,
                    abs(begun.at + Double(values.count) * begun.step - wave.at) < wave.step / 2
                {
                    values += wave.values
                } else {
                    close()
                    (open, values) = (wave, wave.values)
                }
            }
        }
        close()
        return waves
    }
}

extension SignalBlock {
    /// Without the samples before an index.
    fileprivate func from(_ index: Int) -> SignalBlock {
        guard start < index else { return self }
        return SignalBlock(
            channel: channel, start: index, samples: Array(samples[(index - start)...]))
    }
}

extension Channel {
    /// Its signal changes over many seconds.
    var isSlow: Bool {
        switch role {
        case .eda, .respiration, .temperature: true
        default: false
        }
    }
}
