import Biosignals

/// How one signal's stored numbers become a channel's samples.
struct EDFLane: Sendable {
    private let channel: Int
    private let sampleBytes: Int
    private let samplesPerRecord: Int
    private let rate: Double
    /// The stored value that means a missing sample; nil where it is an ordinary one.
    private let mark: Int32?
    private let scale: DigitalScale?
    private let unit: UnitScale
    /// Where the record begun last starts, and where its next sample goes.
    private var recordStart = 0
    private var position = 0
    private var hasBegun = false
    private var run: [Double] = []
    private var runStart = 0

    private static let blockSamplesMax = 4_096

    init(channel: Int, header: EDFHeader, plan: EDFChannelPlan) {
        let signal = header.signals[plan.signals[channel]]
        self.channel = channel
        sampleBytes = header.format.sampleBytes
        samplesPerRecord = signal.samplesPerRecord
        rate = plan.channels[channel].rate.value
        let missing = header.format.missingMark
        mark = signal.digitalMin.map { $0 > Int(missing) } == true ? missing : nil
        scale = plan.digitalScales[channel]
        unit = plan.unitScales[channel]
    }

    /// Whether a record may begin so many seconds after the first one: not before the end of the
    /// one before, to the nearest sample.
    func canBegin(at seconds: Double) -> Bool {
        !hasBegun || Int((seconds * rate).rounded()) >= recordStart + samplesPerRecord - 1
    }

    /// - Parameter seconds: after the first record; nil right after the one before.
    mutating func beginRecord(at seconds: Double?) {
        let follows = hasBegun ? recordStart + samplesPerRecord : 0
        recordStart = seconds.map { max(Int(($0 * rate).rounded()), follows) } ?? follows
        position = recordStart
        hasBegun = true
    }

    mutating func decode(_ bytes: UnsafeRawBufferPointer, into blocks: inout [SignalBlock]) {
        let count = bytes.count / sampleBytes
        for index in 0..<count {
            let offset = index &* sampleBytes
            let digital: Int32
            if sampleBytes == 2 {
                digital = Int32(
                    Int16(bitPattern: UInt16(bytes[offset]) | UInt16(bytes[offset &+ 1]) << 8))
            } else {
                let word =
                    UInt32(bytes[offset]) << 8 | UInt32(bytes[offset &+ 1]) << 16
                    | UInt32(bytes[offset &+ 2]) << 24
                digital = Int32(bitPattern: word) >> 8
            }
            defer { position &+= 1 }
            if digital == mark { continue }
            if position != runStart &+ run.count || run.count >= Self.blockSamplesMax {
                flush(into: &blocks)
                runStart = position
            }
            run.append(value(digital))
        }
    }

    private func value(_ digital: Int32) -> Double {
        guard let scale else { return Double(digital) }
        let physical = (Double(digital) - scale.baseline) / scale.gain
        guard unit.factor != 1 || unit.offset != 0 else { return physical }
        return physical * unit.factor + unit.offset
    }

    mutating func flush(into blocks: inout [SignalBlock]) {
        guard !run.isEmpty else {
            runStart = position
            return
        }
        blocks.append(SignalBlock(channel: channel, start: runStart, samples: run))
        runStart += run.count
        run.removeAll(keepingCapacity: true)
    }
}
