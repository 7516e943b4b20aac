import Biosignals

/// One channel's samples on their way out of the decoder.
struct OpenViewLane: Sendable {
    private let channel: Int
    private let gain: Double
    /// Index of the next sample.
    private(set) var next = 0
    private var start = 0
    private var samples: [Double] = []
    private var losses: Range<Int>?
    /// The last digital value that was new, of a channel that holds its value in between.
    private var held: Int32?
    /// The last place in the stream had a sample.
    private(set) var isPresent = false

    init(channel: Int, gain: Double) {
        self.channel = channel
        self.gain = gain
    }

    /// Takes the samples of `frames` frames, each of `stride` bytes.
    mutating func append(
        _ field: OpenViewField, of frames: Int, stride: Int,
        from bytes: UnsafeRawBufferPointer, into output: inout DeviceOutput
    ) {
        switch field.rule {
        case .temperature: appendTemperatures(field, frames, stride, bytes, into: &output)
        case .heldUnlessNew(let flag):
            appendHeld(field, flag, frames, stride, bytes, into: &output)
        case .always, .inContact:
            makeRoom(for: frames * field.count)
            var frame = 0
            while frame < frames {
                var place = frame * stride + field.offset
                for _ in 0..<field.count {
                    samples.append(Double(Self.read(field.format, bytes, place)) / gain)
                    place += field.format.width
                }
                frame += 1
            }
            next += frames * field.count
            isPresent = true
        }
    }

    /// Samples that are not there, with a loss or without.
    mutating func leaveOut(
        _ count: Int, because cause: DeviceLoss.Cause?, into output: inout DeviceOutput
    ) {
        guard count > 0 else { return }
        tellBlock(into: &output)
        if cause == .leadOff {
            losses = (losses?.lowerBound ?? next)..<next + count
        } else {
            tellLoss(into: &output)
            if let cause {
                output.losses.append(
                    DeviceLoss(channel: channel, samples: next..<next + count, cause: cause))
            }
        }
        next += count
        start = next
        isPresent = false
    }

    mutating func flush(into output: inout DeviceOutput) {
        tellLoss(into: &output)
        tellBlock(into: &output)
    }

    private mutating func tellBlock(into output: inout DeviceOutput) {
        if !samples.isEmpty {
            tellLoss(into: &output)
            output.blocks.append(SignalBlock(channel: channel, start: start, samples: samples))
            samples = []
        }
        start = next
    }

    private mutating func tellLoss(into output: inout DeviceOutput) {
        guard let range = losses else { return }
        output.losses.append(DeviceLoss(channel: channel, samples: range, cause: .leadOff))
        losses = nil
    }

    private mutating func appendTemperatures(
        _ field: OpenViewField, _ frames: Int, _ stride: Int, _ bytes: UnsafeRawBufferPointer,
        into output: inout DeviceOutput
    ) {
        for frame in 0..<frames {
            let digital = Self.read(field.format, bytes, frame * stride + field.offset)
            if OpenViewField.temperatureCounts.contains(Int(digital)) {
                put(digital)
            } else {
                leaveOut(1, because: nil, into: &output)
            }
        }
    }

    private mutating func appendHeld(
        _ field: OpenViewField, _ flag: Int, _ frames: Int, _ stride: Int,
        _ bytes: UnsafeRawBufferPointer, into output: inout DeviceOutput
    ) {
        for frame in 0..<frames {
            if bytes[frame * stride + flag] != 0xFF {
                held = Self.read(field.format, bytes, frame * stride + field.offset)
            }
            if let held { put(held) } else { leaveOut(1, because: nil, into: &output) }
        }
    }

    /// At least doubles, so that many small stretches in one call stay linear.
    private mutating func makeRoom(for count: Int) {
        let wanted = samples.count + count
        if wanted > samples.capacity {
            samples.reserveCapacity(max(wanted, 2 * samples.capacity))
        }
    }

    private mutating func put(_ digital: Int32) {
        samples.append(Double(digital) / gain)
        next += 1
        isPresent = true
    }

    /// Nothing that comes now may be filled with what came before.
    mutating func forget() { held = nil }

    @inline(__always)
    private static func read(
        _ format: OpenViewField.Format, _ bytes: UnsafeRawBufferPointer, _ place: Int
    ) -> Int32 {
        switch format {
        case .int32:
            Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int32.self))
        case .int16:
            Int32(
                Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int16.self)))
        case .uint16:
            Int32(
                UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt16.self)))
        }
    }
}
