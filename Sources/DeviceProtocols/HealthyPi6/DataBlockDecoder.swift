import Biosignals

/// A HealthyPi 6's stream of data blocks: bytes in any cut to samples.
///
/// Input:  the bytes of the data port, from any byte on.
/// Output: ECG leads II, I and V1 and respiration in mV at 500 Hz, PPG infrared and red in counts;
///         what the device computed; electrodes, button marks and movement.
/// Lost:   a block whose checksum fails, or that the device could not send, is known from the
///         sequence number and placed by the uptime: the channel's index jumps over it. A block
///         that told no samples is only counted, in `blocksMissing`.
/// Again:  after a restart the index goes on behind the last sample, 64 ms later: how long it took
///         no byte tells.
/// Wrong:  a false start costs one byte; what follows is looked through again.
/// Source: healthypi-6-fw 1325f5e, docs/HP6_DATA_FORMAT.md and app_m7/src/services/hp6_frame.h.
public struct DataBlockDecoder: DeviceByteDecoder {
    private var assembler: DataBlockAssembler
    /// What the blocks say of the board.
    private(set) var witness = DataBlockWitness()
    private var ledger: SkipLedger
    /// Bytes of an unfinished block.
    private var carry: [UInt8] = []
    /// Up to here the bytes are those of a block that began well and failed.
    private var failedEnd = 0
    private var failure = SkippedBytes.Reason.noFrame
    private let vitalsBytes: Int
    private let blockBytesMax: Int

    /// - Parameter blockBytesMax: a longer block is none. The longest that is sent has 352 bytes.
    public init(profile: BoardProfile, blockBytesMax: Int = 4096) {
        precondition(profile.channels.count == 6, "A HealthyPi 6 has six channels.")
        self.init(
            ecgRate: profile.channels[0].rate, ppgRate: profile.channels[4].rate,
            vitalsBytes: DataBlockLayout.vitalsBytes, blockBytesMax: blockBytesMax)
    }

    /// - Parameters:
    ///   - ecgRate: nil where no ECG channel is listed; so with `ppgRate`.
    ///   - offset: of the first byte, for what is said of skipped ones.
    init(
        ecgRate: Hertz?, ppgRate: Hertz?, vitalsBytes: Int, blockBytesMax: Int, offset: Int = 0
    ) {
        precondition(blockBytesMax >= DataBlockHeader.overhead, "A block has 32 bytes at least.")
        assembler = DataBlockAssembler(ecgRate: ecgRate, ppgRate: ppgRate)
        self.vitalsBytes = vitalsBytes
        ledger = SkipLedger(offset: offset)
        self.blockBytesMax = blockBytesMax
    }

    /// Blocks that the sequence numbers say were made, and which never came.
    public var blocksMissing: Int { assembler.blocksMissing }
    /// Of ECG and PPG, as the uptimes say.
    public var blocksPlaced: Int { assembler.blocksPlaced }

    public mutating func decode(_ bytes: ArraySlice<UInt8>, into output: inout DeviceOutput) {
        bytes.withUnsafeBytes { decode($0, into: &output) }
        assembler.flush(into: &output)
    }

    public mutating func finish(into output: inout DeviceOutput) {
        let rest = carry
        carry = []
        rest.withUnsafeBytes { _ = scan($0, isLast: true, into: &output) }
        ledger.close(taking: 0, into: &output)
        assembler.finish(into: &output)
    }

    private mutating func decode(
        _ bytes: UnsafeRawBufferPointer, into output: inout DeviceOutput
    ) {
        var position = 0
        while !carry.isEmpty, position < bytes.count {
            position += topUp(from: bytes[position...], into: &output)
        }
        guard position < bytes.count else { return }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
        let used = scan(rest, isLast: false, into: &output)
        carry.append(contentsOf: rest[used...])
    }

    /// Fills the unfinished block up. Returns how many bytes were taken for it; once it is done the
    /// others are read where they lie.
    private mutating func topUp(
        from bytes: Slice<UnsafeRawBufferPointer>, into output: inout DeviceOutput
    ) -> Int {
        var held: [UInt8] = []
        swap(&held, &carry)
        let before = held.count
        let piece = bytes.prefix(blockBytesMax)
        held.append(contentsOf: piece)
        let used = held.withUnsafeBytes { scan($0, isLast: false, into: &output) }
        if used >= before {
            held.removeAll(keepingCapacity: true)
            swap(&held, &carry)
            return used - before
        }
        held.removeFirst(used)
        swap(&held, &carry)
        return piece.count
    }
}

extension DataBlockDecoder {
    private enum Candidate {
        case block(DataBlockHeader)
        case more
        case none
        case failed(SkippedBytes.Reason, bytes: Int)
    }

    /// Takes blocks, and skips what is none, until the next could still become one.
    ///
    /// - Returns: how many bytes are done with.
    private mutating func scan(
        _ bytes: UnsafeRawBufferPointer, isLast: Bool, into output: inout DeviceOutput
    ) -> Int {
        var position = 0
        while position < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
            switch candidate(rest) {
            case .more where !isLast: return position
            case .more:
                fail(.truncated, bytes: rest.count)
                position += skip(rest, into: &output)
            case .none: position += skip(rest, into: &output)
            case .failed(let reason, let count):
                fail(reason, bytes: count)
                position += skip(rest, into: &output)
            case .block(let header):
                let block = UnsafeRawBufferPointer(rebasing: rest[..<header.blockBytes])
                take(header, block, into: &output)
                position += header.blockBytes
            }
        }
        return position
    }

    private func candidate(_ bytes: UnsafeRawBufferPointer) -> Candidate {
        guard bytes.count >= DataBlockHeader.byteCount else {
            return bytes.starts(with: DataBlockHeader.magic.prefix(bytes.count)) ? .more : .none
        }
        guard bytes.starts(with: DataBlockHeader.magic) else { return .none }
        let header = DataBlockHeader(bytes)
        guard header.isPlausible(vitalsBytes: vitalsBytes, blockBytesMax: blockBytesMax) else {
            return .failed(.unknownFrame, bytes: DataBlockHeader.byteCount)
        }
        guard bytes.count >= header.blockBytes else { return .more }
        let end = header.blockBytes - 4
        let told = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: end, as: UInt32.self))
        let found = CRC32.checksum(UnsafeRawBufferPointer(rebasing: bytes[..<end]))
        return told == found
            ? .block(header) : .failed(.checksumMismatch, bytes: header.blockBytes)
    }

    private mutating func take(
        _ header: DataBlockHeader, _ block: UnsafeRawBufferPointer,
        into output: inout DeviceOutput
    ) {
        let missingBefore = assembler.blocksMissing
        let isTaken = assembler.take(header, block, into: &output)
        witness.note(header, isUnbroken: assembler.blocksMissing == missingBefore)
        if isTaken {
            ledger.close(taking: block.count, into: &output)
        } else {
            ledger.skip(frameOf: block.count, because: .unknownFrame, into: &output)
        }
        failedEnd = ledger.position
    }

    private mutating func fail(_ reason: SkippedBytes.Reason, bytes: Int) {
        failure = reason
        failedEnd = ledger.position + bytes
    }

    /// Skips one byte, and all behind it that cannot begin a block. They bear the reason of the
    /// block that failed as far as that one said it would go.
    private mutating func skip(
        _ bytes: UnsafeRawBufferPointer, into output: inout DeviceOutput
    ) -> Int {
        var count = 1
        while count < bytes.count, bytes[count] != DataBlockHeader.magic[0] { count &+= 1 }
        let failed = failedEnd - ledger.position
        for (index, byte) in bytes[..<count].enumerated() {
            ledger.skip(byte, because: index < failed ? failure : .noFrame, into: &output)
        }
        return count
    }
}
