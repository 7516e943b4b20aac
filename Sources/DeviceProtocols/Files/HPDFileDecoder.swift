import Biosignals

/// The blocks of an OpenView recording: rows of 64-bit numbers, one for each channel, with a
/// checksum; marks without one; and an index at the end.
///
/// A channel that a packet did not bring stands as NaN in its rows: it is passed over, so that each
/// channel counts its own samples.
struct HPDFileDecoder: DeviceByteDecoder {
    private enum Found {
        case frame(Int)
        case more
        case none
        case failed(SkippedBytes.Reason)
    }

    private var headBytesLeft: Int
    private let channelCount: Int
    private var carry: [UInt8] = []
    private var ledger: SkipLedger
    private var lanes: [SampleLane]
    private var nextRow: UInt32?
    private var firstMicroseconds: Int64?
    /// Of the index, which is passed over.
    private var indexBytesLeft = 0

    /// The markers' words, little-endian.
    private static let dataMarker = Array("ATAD".utf8)
    private static let eventMarker = Array("TNVE".utf8)
    private static let indexMarker = Array("XDNI".utf8)
    private static let footer = Array("ENDOF\0".utf8) + [1, 0]
    private static let dataHead = 20
    private static let indexEntryBytes = 24
    private static let rowsMax = 1_024
    private static let textMax = 1_024

    init(headBytes: Int, channelCount: Int) {
        headBytesLeft = headBytes
        ledger = SkipLedger(offset: headBytes)
        self.channelCount = channelCount
        lanes = Array(repeating: SampleLane(), count: channelCount)
    }

    mutating func decode(_ bytes: ArraySlice<UInt8>, into output: inout DeviceOutput) {
        let head = min(headBytesLeft, bytes.count)
        headBytesLeft -= head
        carry += bytes.dropFirst(head)
        scan(isLast: false, into: &output)
    }

    mutating func finish(into output: inout DeviceOutput) {
        scan(isLast: true, into: &output)
        ledger.close(taking: 0, into: &output)
    }

    private mutating func scan(isLast: Bool, into output: inout DeviceOutput) {
        var held: [UInt8] = []
        swap(&held, &carry)
        var position = 0
        scanning: while position < held.count {
            let rest = held[position...]
            if indexBytesLeft > 0 {
                let index = min(indexBytesLeft, rest.count)
                indexBytesLeft -= index
                ledger.pass(index)
                position += index
                continue
            }
            switch found(rest) {
            case .frame(let count):
                ledger.close(taking: count, into: &output)
                read(rest.prefix(count), into: &output)
                output.frames += 1
                position += count
            case .more where !isLast: break scanning
            case .more: position += skip(rest, because: .truncated, into: &output)
            case .none: position += skip(rest, because: .noFrame, into: &output)
            case .failed(let reason):
                position += skip(rest, because: reason, into: &output)
            }
        }
        held.removeFirst(position)
        swap(&held, &carry)
        for channel in lanes.indices { flush(channel, into: &output) }
    }

    private mutating func skip(
        _ bytes: ArraySlice<UInt8>, because reason: SkippedBytes.Reason,
        into output: inout DeviceOutput
    ) -> Int {
        ledger.skip(bytes[bytes.startIndex], because: reason, into: &output)
        return 1
    }
}

extension HPDFileDecoder {
    private func found(_ bytes: ArraySlice<UInt8>) -> Found {
        let fields = ByteFields(bytes)
        let markers = [Self.dataMarker, Self.eventMarker, Self.indexMarker, Self.footer]
        let marker = markers.first { bytes.starts(with: $0.prefix(bytes.count)) }
        guard let marker else { return .none }
        guard bytes.count >= marker.count else { return .more }
        switch marker {
        case Self.dataMarker: return foundRows(bytes, fields)
        case Self.eventMarker: return foundEvent(fields)
        case Self.indexMarker: return foundIndex(fields)
        default: return .frame(marker.count)
        }
    }

    private var rowBytes: Int { 12 + 8 * channelCount }

    private func foundRows(_ bytes: ArraySlice<UInt8>, _ fields: ByteFields) -> Found {
        guard fields.count >= Self.dataHead else { return .more }
        let rows = Int(fields.word(8, as: UInt32.self))
        guard (1...Self.rowsMax).contains(rows) else {
            return .failed(.unknownFrame)
        }
        let end = Self.dataHead + rows * rowBytes
        guard fields.count >= end + 4 else { return .more }
        let told = fields.word(end, as: UInt32.self)
        guard told == CRC32.checksum(fields.slice(0, end)) else {
            return .failed(.checksumMismatch)
        }
        return .frame(end + 4)
    }

    private func foundEvent(_ fields: ByteFields) -> Found {
        var end = 16
        for _ in 0..<2 {
            guard fields.count >= end + 2 else { return .more }
            let length = Int(fields.word(end, as: UInt16.self))
            guard length <= Self.textMax else { return .failed(.unknownFrame) }
            end += 2 + length
        }
        return fields.count >= end ? .frame(end) : .more
    }

    /// Of the index only the head is looked at: what it lists was read already. It cannot list more
    /// blocks than there is room for before it.
    private func foundIndex(_ fields: ByteFields) -> Found {
        guard fields.count >= 8 else { return .more }
        let entries = Int(fields.word(4, as: UInt32.self))
        let blockBytes = Self.dataHead + rowBytes + 4
        return entries <= ledger.position / blockBytes ? .frame(8) : .failed(.unknownFrame)
    }

    private mutating func read(_ bytes: ArraySlice<UInt8>, into output: inout DeviceOutput) {
        let fields = ByteFields(bytes)
        if bytes.starts(with: Self.dataMarker) {
            for row in 0..<Int(fields.word(8, as: UInt32.self)) {
                read(fields, row: Self.dataHead + row * rowBytes, into: &output)
            }
        } else if bytes.starts(with: Self.eventMarker) {
            let time = fields.word(8, as: Int64.self)
            let seconds = Double(time &- (firstMicroseconds ?? time)) / 1e6
            output.marks.append(
                DeviceMark(
                    number: Int(fields.word(4, as: UInt32.self)), seconds: max(0, seconds)))
        } else if bytes.starts(with: Self.indexMarker) {
            indexBytesLeft = Self.indexEntryBytes * Int(fields.word(4, as: UInt32.self))
        }
    }

    private mutating func read(
        _ fields: ByteFields, row offset: Int, into output: inout DeviceOutput
    ) {
        let row = fields.word(offset, as: UInt32.self)
        if firstMicroseconds == nil { firstMicroseconds = fields.word(offset + 4, as: Int64.self) }
        let lost = nextRow.map { Int32(bitPattern: row &- $0) } ?? 0
        if lost > 0 { lose(Int(lost), into: &output) }
        nextRow = row &+ 1
        for channel in 0..<channelCount {
            let value = fields.double(offset + 12 + 8 * channel)
            if value.isFinite { lanes[channel].append(value) }
        }
    }

    private mutating func lose(_ rows: Int, into output: inout DeviceOutput) {
        for channel in lanes.indices {
            flush(channel, into: &output)
            let start = lanes[channel].start
            lanes[channel].start += rows
            output.losses.append(
                DeviceLoss(
                    channel: channel, samples: start..<(start + rows), cause: .damagedFrame))
        }
    }

    private mutating func flush(_ channel: Int, into output: inout DeviceOutput) {
        if let block = lanes[channel].take(channel: channel) { output.blocks.append(block) }
    }
}
