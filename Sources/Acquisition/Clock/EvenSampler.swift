public import Biosignals

/// Samples that a program's loop took, a little unevenly, put on an even grid: linear between the
/// instants that the clock gives them.
///
/// Input:  blocks of one channel in order, each with the place of its samples on the grid.
/// Output: blocks on the grid, in order, never overlapping; a grid place lies between two samples
///         that were there, so nothing is said beyond what has been seen.
/// Delay:  until the sample behind a grid place.
///
/// Between blocks that do not follow one another, and where two samples are more than `holeMax`
/// places apart, nothing is interpolated: that is a gap.
public struct EvenSampler: Equatable, Sendable {
    /// At a pace of down to a quarter of the nominal rate samples still belong together.
    public static let holeMax = 4.0

    /// Places that the clock's corrections may put in the wrong order are pushed apart by this.
    private static let stepMin = 1e-3
    private static let placeMax = 1e15

    private let holeMax: Double
    private var last: (place: Double, sample: Double, index: Int)?
    private var next: Int

    /// - Parameter first: the first grid place that may be filled.
    public init(holeMax: Double = EvenSampler.holeMax, notBefore first: Int = 0) {
        self.holeMax = holeMax
        next = first
    }

    /// - Parameters:
    ///   - block: of the device, with its own counter.
    ///   - place: of the block's first sample on the grid, with its fraction.
    ///   - step: from one sample to the next on the grid; positive.
    ///   - channel: of the blocks that come out.
    public mutating func process(
        _ block: SignalBlock, at place: Double, step: Double, channel: Int,
        into blocks: inout [SignalBlock]
    ) {
        guard place.isFinite, step.isFinite, step > 0, abs(place) < Self.placeMax,
            step * Double(block.samples.count) < Self.placeMax
        else { return }
        var samples: [Double] = []
        var start = next
        func flush() {
            if !samples.isEmpty {
                blocks.append(SignalBlock(channel: channel, start: start, samples: samples))
            }
            samples.removeAll(keepingCapacity: true)
        }
        for (offset, sample) in block.samples.enumerated() {
            let index = block.start + offset
            var here = place + Double(offset) * step
            // What the clock moves by little is pushed; by more, what went before was misplaced.
            if let last, here > last.place - holeMax { here = max(here, last.place + Self.stepMin) }
            if let last, here > last.place, index == last.index + 1, here - last.place <= holeMax {
                let width = here - last.place
                while Double(next) <= here {
                    let share = (Double(next) - last.place) / width
                    if samples.isEmpty { start = next }
                    samples.append(last.sample + (sample - last.sample) * share)
                    next += 1
                }
            } else {
                flush()
                // A gap is at least one place wide, or nobody would see it.
                let isFirst = last == nil
                next = max(next + (isFirst ? 0 : 1), Int(here.rounded(.up)))
                if Double(next) == here {
                    start = next
                    samples.append(sample)
                    next += 1
                }
            }
            last = (here, sample, index)
        }
        flush()
    }

    /// A new connection: nothing is interpolated across it.
    public mutating func interrupt() {
        if let last { self.last = (last.place, last.sample, .min) }
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.holeMax == right.holeMax && left.next == right.next
            && left.last?.place == right.last?.place && left.last?.sample == right.last?.sample
            && left.last?.index == right.last?.index
    }
}
