/// Sample values to the bytes of one signal file in format 16, 24, 32 or 212, frame by frame.
///
/// A nil sample is written as the format's invalid mark; values beyond the format's range are
/// written as its largest or smallest valid one.
/// Source: WFDB Applications Guide, signal(5).
public struct WFDBSignalFileEncoder: Sendable {
    public enum Format: Sendable {
        case int16, int24, int32, packed12

        /// The values that are no invalid mark.
        public var range: ClosedRange<Int32> {
            switch self {
            case .int16: -32_767...32_767
            case .int24: -8_388_607...8_388_607
            case .int32: -2_147_483_647...2_147_483_647
            case .packed12: -2_047...2_047
            }
        }

        /// As the header names it.
        public var format: WFDBSignalFormat {
            switch self {
            case .int16: .int16
            case .int24: .int24
            case .int32: .int32
            case .packed12: .packed12
            }
        }
    }

    /// What the header must say of each signal, known when all frames are written.
    public struct Summary: Equatable, Sendable {
        public var initialValue: Int32 = 0
        public var checksum: Int16 = 0
    }

    public private(set) var frames = 0
    public private(set) var summaries: [Summary]
    private let format: Format
    private let samplesPerFrame: [Int]
    private var hasBegun: [Bool]
    private var openSample: Int32?

    /// - Precondition: every signal has at least one sample per frame.
    public init(format: Format, samplesPerFrame: [Int]) {
        precondition(
            samplesPerFrame.allSatisfy { $0 > 0 }, "A signal has at least 1 sample per frame.")
        self.format = format
        self.samplesPerFrame = samplesPerFrame
        summaries = Array(repeating: Summary(), count: samplesPerFrame.count)
        hasBegun = Array(repeating: false, count: samplesPerFrame.count)
    }

    /// - Parameter signals: for each signal the same number of frames, `samplesPerFrame` samples
    ///   each, oldest first.
    /// - Precondition: the lengths say so.
    public mutating func encode(_ signals: [[Int32?]]) -> [UInt8] {
        let count = (signals.first?.count ?? 0) / (samplesPerFrame.first ?? 1)
        precondition(
            signals.count == samplesPerFrame.count
                && zip(signals, samplesPerFrame).allSatisfy { $0.count == count * $1 },
            "All signals bring the same number of whole frames.")
        var bytes: [UInt8] = []
        for frame in 0..<count {
            for (signal, size) in samplesPerFrame.enumerated() {
                for sample in signals[signal][(frame * size)..<((frame + 1) * size)] {
                    append(sample, of: signal, to: &bytes)
                }
            }
            frames += 1
        }
        return bytes
    }

    /// The bytes of a last sample that waited for its neighbour.
    public mutating func finish() -> [UInt8] {
        guard let last = openSample else { return [] }
        openSample = nil
        return Self.pack(last, 0)
    }

    private mutating func append(_ sample: Int32?, of signal: Int, to bytes: inout [UInt8]) {
        let mark = format.format.invalidMark ?? 0
        let value = sample.map { min(max($0, format.range.lowerBound), format.range.upperBound) }
        let stored = value ?? mark
        if !hasBegun[signal] {
            hasBegun[signal] = true
            summaries[signal].initialValue = stored
        }
        summaries[signal].checksum &+= Int16(truncatingIfNeeded: stored)
        switch format {
        case .int16: Self.append(stored, bytes: 2, to: &bytes)
        case .int24: Self.append(stored, bytes: 3, to: &bytes)
        case .int32: Self.append(stored, bytes: 4, to: &bytes)
        case .packed12:
            if let first = openSample {
                bytes.append(contentsOf: Self.pack(first, stored))
                openSample = nil
            } else {
                openSample = stored
            }
        }
    }

    /// Low byte first.
    private static func append(_ value: Int32, bytes count: Int, to bytes: inout [UInt8]) {
        var pattern = UInt32(bitPattern: value)
        for _ in 0..<count {
            bytes.append(UInt8(truncatingIfNeeded: pattern))
            pattern >>= 8
        }
    }

    private static func pack(_ first: Int32, _ second: Int32) -> [UInt8] {
        let (a, b) = (UInt32(bitPattern: first) & 0xFFF, UInt32(bitPattern: second) & 0xFFF)
        return [
            UInt8(truncatingIfNeeded: a), UInt8(a >> 8 | (b >> 8) << 4),
            UInt8(truncatingIfNeeded: b),
        ]
    }
}
