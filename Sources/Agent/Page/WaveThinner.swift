import Biosignals
import Dashboard

/// Samples of one channel to the points of its trace: as they are up to 250 a second, above that the
/// least and the greatest of each few, in the order in which they came. No peak is skipped.
struct WaveThinner {
    static let rateMax = 250.0

    let channel: Int
    private let rate: Double
    private let decimals: Int
    /// Samples that become two points; 1: each is a point.
    private let group: Int
    private var held: [Double] = []
    /// Index of the first held sample, or of the one that is due.
    private var next: Int?

    init(channel: Int, _ described: Channel) {
        self.channel = channel
        rate = described.rate.value
        group = rate <= Self.rateMax ? 1 : Int((2 * rate / Self.rateMax).rounded(.up))
        decimals = described.decimals
    }

    /// Points a second.
    var pointRate: Double { group == 1 ? rate : 2 * rate / Double(group) }

    /// The points that are whole now; a gap before them is one point without a value.
    mutating func process(_ block: SignalBlock) -> [PageWave] {
        var waves: [PageWave] = []
        if let next, block.start != next {
            if let last = flush() { waves.append(last) }
            waves.append(wave(at: next, [nil]))
        }
        if group == 1 {
            next = block.end
            waves.append(wave(at: block.start, block.samples.map { $0 }))
            return waves
        }
        var points: [Double?] = []
        var start: Int?
        for (offset, sample) in block.samples.enumerated() {
            held.append(sample)
            // Groups lie at multiples of their size, however the input is cut.
            guard (block.start + offset + 1) % group == 0 else { continue }
            start = start ?? block.start + offset + 1 - group
            points += Self.extremes(of: held)
            held.removeAll(keepingCapacity: true)
        }
        next = block.end
        if let start { waves.append(wave(at: start, points)) }
        return waves
    }

    /// Nobody watched meanwhile: what comes next follows nothing.
    mutating func forget() {
        held.removeAll(keepingCapacity: true)
        next = nil
    }

    /// What is held before a gap.
    private mutating func flush() -> PageWave? {
        guard !held.isEmpty, let next else { return nil }
        defer { held.removeAll(keepingCapacity: true) }
        return wave(at: (next - 1) / group * group, Self.extremes(of: held))
    }

    private func wave(at index: Int, _ values: [Double?]) -> PageWave {
        PageWave(
            channel: channel, at: Double(index) / rate, step: 1 / pointRate, values: values,
            decimals: decimals)
    }

    private static func extremes(of samples: [Double]) -> [Double?] {
        guard var least = samples.indices.first else { return [] }
        var greatest = least
        for index in samples.indices {
            if samples[index] < samples[least] { least = index }
            if samples[index] > samples[greatest] { greatest = index }
        }
        return least <= greatest
            ? [samples[least], samples[greatest]] : [samples[greatest], samples[least]]
    }
}

extension Channel {
    /// Finer than any converter, coarser than nothing on a screen.
    fileprivate var decimals: Int {
        switch unit {
        case .millivolt: return 4
        case .microsiemens, .standardGravity: return 3
        case .degreesCelsius: return 2
        case .counts:
            // In a unit of the file's own, as fine as its stored numbers.
            var (places, step) = (1, 10.0)
            while places < 12, step < abs(scale.gain) { (places, step) = (places + 1, step * 10) }
            return places
        }
    }
}
