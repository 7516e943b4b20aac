import Biosignals

/// What one signal takes out of each frame, and how it becomes a channel's samples.
struct WFDBSignalLane: Sendable {
    let name: String
    /// The header's checksum; 0 is what writers put that compute none, so it is not held against
    /// the file.
    let statedChecksum: Int16?
    private let channel: Int
    private let offsetInFrame: Int
    private let samplesPerFrame: Int
    private let firstSample: Int
    private let invalidMark: Int32?
    private let isDifference: Bool
    private let baseline: Double
    private let gain: Double
    private let scale: UnitScale?
    /// Index at the channel's own rate of the next stored sample.
    private var position: Int
    private var sum: Int32 = 0
    private var running: Int32
    private var run: [Int32] = []

    init(_ feed: WFDBSignalFeed, offsetInFrame: Int, firstFrame: Int) {
        let signal = feed.signal
        name = signal.name
        channel = feed.channel
        self.offsetInFrame = offsetInFrame
        samplesPerFrame = signal.samplesPerFrame
        firstSample = firstFrame * signal.samplesPerFrame
        position = firstSample - signal.skew * signal.samplesPerFrame
        invalidMark = signal.format.invalidMark
        isDifference = signal.format == .differences8
        running = Int32(clamping: signal.initialValue ?? 0)
        baseline = Double(signal.baseline)
        gain = signal.gain ?? 1
        scale = signal.gain == nil ? nil : feed.scale
        let stated = signal.checksum.map { Int16(truncatingIfNeeded: $0) }
        statedChecksum = stated == 0 ? nil : stated
    }

    var checksum: Int16 { Int16(truncatingIfNeeded: sum) }

    /// Takes its samples out of `frames` frames and appends them, cut at invalid ones.
    mutating func take(
        _ values: UnsafeBufferPointer<Int32>, frames: Int, samplesPerFrame stride: Int,
        into blocks: inout [SignalBlock]
    ) {
        gather(values, frames: frames, stride: stride)
        let skipped = min(max(firstSample - position, 0), run.count)
        let valid = run[skipped...]
        let start = position + skipped
        position += run.count
        guard let invalidMark, valid.contains(invalidMark) else {
            append(valid, start: start, to: &blocks)
            return
        }
        var from = valid.startIndex
        while from < valid.endIndex {
            let end = valid[from...].firstIndex(of: invalidMark) ?? valid.endIndex
            append(valid[from..<end], start: start + from - skipped, to: &blocks)
            from = valid[end...].firstIndex { $0 != invalidMark } ?? valid.endIndex
        }
    }

    /// This signal's values, in order of time, into `run`; adds up the checksum.
    private mutating func gather(
        _ values: UnsafeBufferPointer<Int32>, frames: Int, stride: Int
    ) {
        let count = frames * samplesPerFrame
        if run.count != count { run = Array(repeating: 0, count: count) }
        let (offset, perFrame) = (offsetInFrame, samplesPerFrame)
        var total: Int32 = 0
        run.withUnsafeMutableBufferPointer { output in
            if perFrame == 1 {
                for frame in 0..<frames {
                    let value = values[frame &* stride &+ offset]
                    output[frame] = value
                    total &+= value
                }
                return
            }
            for frame in 0..<frames {
                for index in 0..<perFrame {
                    let value = values[frame &* stride &+ offset &+ index]
                    output[frame &* perFrame &+ index] = value
                    total &+= value
                }
            }
        }
        if isDifference {
            total = 0
            for index in run.indices {
                running &+= run[index]
                run[index] = running
                total &+= running
            }
        }
        sum &+= total
    }

    private func append(
        _ values: ArraySlice<Int32>, start: Int, to blocks: inout [SignalBlock]
    ) {
        guard !values.isEmpty else { return }
        let samples: [Double]
        if let scale {
            samples = physical(values, factor: scale.factor, offset: scale.offset)
        } else {
            samples = values.map { Double($0) }
        }
        blocks.append(SignalBlock(channel: channel, start: start, samples: samples))
    }

    private func physical(
        _ values: ArraySlice<Int32>, factor: Double, offset: Double
    ) -> [Double] {
        let (baseline, gain) = (baseline, gain)
        if factor == 1 && offset == 0 { return values.map { (Double($0) - baseline) / gain } }
        return values.map { (Double($0) - baseline) / gain * factor + offset }
    }
}
