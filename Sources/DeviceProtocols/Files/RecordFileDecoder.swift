import Biosignals

/// Records of one length behind a head, a sample of each channel in every one.
struct RecordFileDecoder: DeviceByteDecoder {
    enum Number: Sendable { case int16, int32, uint32 }

    struct Field: Sendable {
        let offset: Int
        let number: Number
        let gain: Double

        init(_ offset: Int, _ number: Number, gain: Double = 1) {
            self.offset = offset
            self.number = number
            self.gain = gain
        }
    }

    private let recordBytes: Int
    private let fields: [Field]
    private var headBytesLeft: Int
    private var pages: MovePages?
    private var offset: Int
    private var carry: [UInt8] = []
    private var lanes: [SampleLane]

    /// - Parameter pages: nil where the records follow each other without holes.
    init(headBytes: Int, recordBytes: Int, fields: [Field], pages: MovePages? = nil) {
        self.recordBytes = recordBytes
        self.fields = fields
        self.pages = pages
        headBytesLeft = headBytes
        offset = headBytes
        lanes = Array(repeating: SampleLane(), count: fields.count)
    }

    mutating func decode(_ bytes: ArraySlice<UInt8>, into output: inout DeviceOutput) {
        let head = min(headBytesLeft, bytes.count)
        headBytesLeft -= head
        carry += bytes.dropFirst(head)
        let unit = pages == nil ? recordBytes : MovePages.byteCount
        var position = 0
        while carry.count - position >= unit {
            take(carry[position..<(position + unit)], isLast: false, into: &output)
            position += unit
        }
        carry.removeFirst(position)
        flush(into: &output)
    }

    mutating func finish(into output: inout DeviceOutput) {
        let rest = carry
        carry = []
        take(rest[...], isLast: true, into: &output)
        flush(into: &output)
    }

    /// Takes the whole records of a stretch, and counts what is none.
    private mutating func take(
        _ bytes: ArraySlice<UInt8>, isLast: Bool, into output: inout DeviceOutput
    ) {
        let filled = isLast ? bytes.count : pages?.filled(bytes, recordBytes) ?? bytes.count
        let whole = filled - filled % recordBytes
        bytes.withUnsafeBytes { all in
            for start in stride(from: 0, to: whole, by: recordBytes) { read(all, at: start) }
        }
        output.frames += whole / recordBytes
        if whole < bytes.count {
            output.skips.append(
                SkippedBytes(
                    offset: offset + whole, count: bytes.count - whole,
                    reason: isLast ? .truncated : .noFrame))
        }
        offset += bytes.count
    }

    private mutating func read(_ bytes: UnsafeRawBufferPointer, at start: Int) {
        for (channel, field) in fields.enumerated() {
            let place = start + field.offset
            let value: Double =
                switch field.number {
                case .int16:
                    Double(
                        Int16(
                            littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int16.self)
                        ))
                case .int32:
                    Double(
                        Int32(
                            littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int32.self)
                        ))
                case .uint32:
                    Double(
                        UInt32(
                            littleEndian: bytes.loadUnaligned(
                                fromByteOffset: place, as: UInt32.self)))
                }
            lanes[channel].append(value / field.gain)
        }
    }

    private mutating func flush(into output: inout DeviceOutput) {
        for channel in lanes.indices {
            if let block = lanes[channel].take(channel: channel) { output.blocks.append(block) }
        }
    }
}
