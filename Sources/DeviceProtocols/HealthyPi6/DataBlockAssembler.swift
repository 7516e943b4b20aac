import Biosignals

/// Whole blocks with a good checksum, in the stream's order, to samples and what else they say.
struct DataBlockAssembler: Sendable {
    /// Blocks that the sequence numbers say were made, and which never came.
    private(set) var blocksMissing = 0
    /// Of these, blocks of ECG and PPG, as the uptimes say; the others told no samples.
    private(set) var blocksPlaced = 0

    private let ecgChannel: Int?
    private let ppgChannel: Int?
    private var timeline: DataBlockTimeline
    private var lanes: [SampleLane]
    private var electrodesOff: UInt8 = 0
    private var isProbeOff = false
    private var isMoving = false
    /// The first blocks since the device began, until it is known which samples are the oldest.
    private var held: [UInt8]? = []
    private var heldKinds = Set<DataBlockHeader.Kind>()
    private var heldBlocks = 0

    private static let heldBlocksMax = 4
    private static let ecgChannels = 4
    private static let ppgChannels = 2

    /// - Parameters:
    ///   - ecgRate: nil where no ECG channel is listed.
    ///   - ppgRate: nil where no PPG channel is listed.
    init(ecgRate: Hertz?, ppgRate: Hertz?) {
        ecgChannel = ecgRate == nil ? nil : 0
        ppgChannel = ppgRate == nil ? nil : ecgRate == nil ? 0 : Self.ecgChannels
        timeline = DataBlockTimeline(rates: [ecgRate ?? 500, ppgRate ?? 250])
        let count =
            (ecgRate == nil ? 0 : Self.ecgChannels) + (ppgRate == nil ? 0 : Self.ppgChannels)
        lanes = Array(repeating: SampleLane(), count: count)
    }

    /// Takes a block. Returns false if it says nothing that is known here: its bytes are skipped.
    mutating func take(
        _ header: DataBlockHeader, _ block: UnsafeRawBufferPointer,
        into output: inout DeviceOutput
    ) -> Bool {
        switch timeline.step(header) {
        case .first, .next: break
        case .missing(let count): blocksMissing += Int(count)
        case .again: return false
        case .anew: restart(into: &output)
        }
        guard let kind = header.kind, kind != .eeg, kind != .respiration else { return false }
        guard held != nil else {
            read(header, kind, block, into: &output)
            return true
        }
        hold(kind, block, into: &output)
        return true
    }

    /// Hands over the samples that were read so far.
    mutating func flush(into output: inout DeviceOutput) {
        for channel in lanes.indices { flush(channel, into: &output) }
    }

    /// The end of the stream.
    mutating func finish(into output: inout DeviceOutput) {
        release(into: &output)
        flush(into: &output)
    }
}

extension DataBlockAssembler {
    private mutating func restart(into output: inout DeviceOutput) {
        release(into: &output)
        held = []
    }

    /// A block of PPG spans two of ECG and comes after them, so the first block to come need not
    /// hold the oldest samples: the first few wait for each other.
    private mutating func hold(
        _ kind: DataBlockHeader.Kind, _ block: UnsafeRawBufferPointer,
        into output: inout DeviceOutput
    ) {
        held?.append(contentsOf: block)
        heldBlocks += 1
        if kind == .ecg || kind == .ppg { heldKinds.insert(kind) }
        let expected = (ecgChannel == nil ? 0 : 1) + (ppgChannel == nil ? 0 : 1)
        if heldKinds.count >= expected || heldBlocks >= Self.heldBlocksMax {
            release(into: &output)
        }
    }

    private mutating func release(into output: inout DeviceOutput) {
        guard let bytes = held else { return }
        held = nil
        heldKinds.removeAll()
        heldBlocks = 0
        guard !bytes.isEmpty else { return }
        bytes.withUnsafeBytes { all in
            let blocks = Self.blocks(of: all)
            let sampled = blocks.map { DataBlockHeader($0) }
                .filter { $0.kind == .ecg || $0.kind == .ppg }
            let oldest = (sampled.isEmpty ? blocks.map { DataBlockHeader($0) } : sampled)
                .map(\.milliseconds).min()
            timeline.begin(at: oldest ?? 0)
            for block in blocks {
                let header = DataBlockHeader(block)
                guard let kind = header.kind else { continue }
                read(header, kind, block, into: &output)
            }
        }
    }

    private static func blocks(of all: UnsafeRawBufferPointer) -> [UnsafeRawBufferPointer] {
        var blocks: [UnsafeRawBufferPointer] = []
        var position = 0
        while position < all.count {
            let rest = UnsafeRawBufferPointer(rebasing: all[position...])
            let count = DataBlockHeader(rest).blockBytes
            blocks.append(UnsafeRawBufferPointer(rebasing: rest[..<count]))
            position += count
        }
        return blocks
    }

    private mutating func read(
        _ header: DataBlockHeader, _ kind: DataBlockHeader.Kind, _ block: UnsafeRawBufferPointer,
        into output: inout DeviceOutput
    ) {
        output.frames += 1
        let payload = UnsafeRawBufferPointer(
            rebasing: block[DataBlockHeader.byteCount..<(block.count - 4)])
        switch kind {
        case .ecg: readECG(header, payload, into: &output)
        case .ppg: readPPG(header, payload, into: &output)
        case .vitals: readVitals(header, payload, into: &output)
        case .event: readEvent(header, payload, into: &output)
        // A stub's classes are no classes, and where a file's marks stand the file's reader knows.
        case .sync, .inference, .respiration, .eeg: break
        }
    }

    private mutating func readECG(
        _ header: DataBlockHeader, _ payload: UnsafeRawBufferPointer,
        into output: inout DeviceOutput
    ) {
        guard let first = ecgChannel else { return }
        let start = place(0, header, channels: first..<(first + Self.ecgChannels), into: &output)
        let stride = DataBlockLayout.ecgBytes
        let offsets = (
            DataBlockLayout.leadII, DataBlockLayout.leadI, DataBlockLayout.leadV1,
            DataBlockLayout.resp
        )
        lanes[first].append(payload, from: offsets.0, stride, header.sampleCount, gain: 1_000)
        lanes[first + 1].append(payload, from: offsets.1, stride, header.sampleCount, gain: 1_000)
        lanes[first + 2].append(payload, from: offsets.2, stride, header.sampleCount, gain: 1_000)
        lanes[first + 3].append(payload, from: offsets.3, stride, header.sampleCount, gain: 1_000)
        var position = DataBlockLayout.leadOff
        for index in 0..<header.sampleCount {
            if payload[position] != electrodesOff {
                contact(payload[position], at: start + index, into: &output)
            }
            position &+= stride
        }
    }

    private mutating func contact(
        _ mask: UInt8, at sample: Int, into output: inout DeviceOutput
    ) {
        let seconds = Double(sample) / timeline.families[0].rate.value
        for (bit, electrode) in DataBlockLayout.electrodes.enumerated() {
            let isOff = mask >> UInt8(bit) & 1 == 1
            guard isOff != (electrodesOff >> UInt8(bit) & 1 == 1) else { continue }
            output.contacts.append(
                ElectrodeContact(electrode: electrode, isOff: isOff, seconds: seconds))
        }
        electrodesOff = mask
    }

    private mutating func readPPG(
        _ header: DataBlockHeader, _ payload: UnsafeRawBufferPointer,
        into output: inout DeviceOutput
    ) {
        guard let first = ppgChannel else { return }
        let start = place(1, header, channels: first..<(first + Self.ppgChannels), into: &output)
        let stride = DataBlockLayout.ppgBytes
        lanes[first].append(payload, from: DataBlockLayout.ir, stride, header.sampleCount, gain: 1)
        lanes[first + 1].append(
            payload, from: DataBlockLayout.red, stride, header.sampleCount, gain: 1)
        for index in 0..<header.sampleCount {
            let isOff = payload[DataBlockLayout.probeOff + index * stride] != 0
            guard isOff != isProbeOff else { continue }
            isProbeOff = isOff
            let seconds = Double(start + index) / timeline.families[1].rate.value
            output.contacts.append(
                ElectrodeContact(electrode: "ppg", isOff: isOff, seconds: seconds))
        }
    }

    /// Places the block, and tells what is missing before it.
    private mutating func place(
        _ family: Int, _ header: DataBlockHeader, channels: Range<Int>,
        into output: inout DeviceOutput
    ) -> Int {
        let before = timeline.families[family]
        let start = timeline.place(family, at: header.milliseconds, count: header.sampleCount)
        guard start != before.end || lanes[channels.lowerBound].samples.isEmpty else {
            return start
        }
        let isRestart = before.due == nil
        if start != before.end, before.hasSamples, !isRestart {
            blocksPlaced += (start - before.end) / header.sampleCount
        }
        for channel in channels {
            flush(channel, into: &output)
            lanes[channel].start = start
            guard start != before.end, before.hasSamples else { continue }
            output.losses.append(
                DeviceLoss(
                    channel: channel, samples: before.end..<start,
                    cause: isRestart ? .restart : .sequence))
        }
        return start
    }

    private mutating func flush(_ channel: Int, into output: inout DeviceOutput) {
        guard let block = lanes[channel].take(channel: channel) else { return }
        output.blocks.append(block)
    }
}

extension DataBlockAssembler {
    private mutating func readVitals(
        _ header: DataBlockHeader, _ payload: UnsafeRawBufferPointer,
        into output: inout DeviceOutput
    ) {
        let seconds = timeline.seconds(at: header.milliseconds)
        let vitals = DataBlockVitals(payload, isOld: header.payloadBytes < 16 * header.sampleCount)
        for (quantity, value) in vitals.figures {
            output.reports.append(DeviceReport(quantity, value, at: seconds))
        }
        if vitals.isMoving != isMoving {
            isMoving = vitals.isMoving
            output.motions.append(DeviceMotion(isMoving: isMoving, seconds: seconds))
        }
    }

    private func readEvent(
        _ header: DataBlockHeader, _ payload: UnsafeRawBufferPointer,
        into output: inout DeviceOutput
    ) {
        let type = UInt16(littleEndian: payload.loadUnaligned(fromByteOffset: 4, as: UInt16.self))
        let number = UInt16(littleEndian: payload.loadUnaligned(fromByteOffset: 6, as: UInt16.self))
        guard type == DataBlockLayout.userMark else { return }
        output.marks.append(
            DeviceMark(number: Int(number), seconds: timeline.seconds(at: header.milliseconds)))
    }
}
