/// A HealthyPi 6's data port, byte for byte as firmware 1.0.0 writes it, with two things it cannot
/// do yet: lead-off bits and button marks on the wire.
///
/// A burst is 64 ms: two blocks of ECG, one of PPG, and about once a second one of vitals.
/// Source: healthypi-6-fw 1325f5e, app_m7/src/services/stream_service.c, core/acquisition.c and
///         core/sample_formats.h.
public struct HealthyPi6Encoder: BoardEncoder {
    /// Uptime of the next burst's first sample.
    public private(set) var milliseconds: UInt64
    /// Of the next block.
    public private(set) var sequence: UInt32
    /// As the device's accelerometer would say; told with the next vitals.
    public var isMoving = false
    private var burst = 0
    private var marks: UInt16 = 0

    private static let burstMilliseconds: UInt64 = 64
    private static let ecgSamples = 32
    private static let ppgSamples = 16
    /// 1.024 s.
    private static let burstsPerVitals = 16
    /// The converter's 22 bits.
    private static let ppgCounts: ClosedRange<Int32> = -2_097_152...2_097_151

    /// - Parameter bootMilliseconds: uptime at the first sample.
    public init(bootMilliseconds: UInt64 = 10_000, firstSequence: UInt32 = 0) {
        milliseconds = bootMilliseconds
        sequence = firstSequence
    }

    public var samplesPerBurst: [Int] {
        Array(repeating: Self.ecgSamples, count: 4) + Array(repeating: Self.ppgSamples, count: 2)
    }

    public mutating func encode(
        _ counts: [[Int32]], status: BoardStatus, into bytes: inout [UInt8]
    ) {
        precondition(
            counts.map(\.count) == samplesPerBurst, "A burst holds what samplesPerBurst says.")
        sequence &+= status.droppedBlocks
        for half in 0..<2 {
            appendECG(counts, from: half * DataBlockLayout.batch, status, to: &bytes)
        }
        appendPPG(counts, status, to: &bytes)
        if isVitalsBurst { appendVitals(status, to: &bytes) }
        advance()
    }

    /// What happens when nobody reads: the board goes on, and this burst's blocks are never sent.
    public mutating func dropBurst() {
        sequence &+= isVitalsBurst ? 4 : 3
        advance()
    }

    /// Somebody presses the button. Firmware 1.0.0 writes such a block into its files only.
    public mutating func encodeMark(into bytes: inout [UInt8]) {
        marks &+= 1
        let uptime = UInt32(truncatingIfNeeded: milliseconds)
        let number = marks
        append(.event, at: milliseconds, count: 1, size: DataBlockLayout.eventBytes, to: &bytes) {
            $0.append(littleEndian: uptime)
            $0.append(littleEndian: DataBlockLayout.userMark)
            $0.append(littleEndian: number)
        }
    }

    private var isVitalsBurst: Bool { burst % Self.burstsPerVitals == Self.burstsPerVitals - 1 }

    private mutating func advance() {
        milliseconds &+= Self.burstMilliseconds
        burst &+= 1
    }

    private mutating func appendECG(
        _ counts: [[Int32]], from first: Int, _ status: BoardStatus, to bytes: inout [UInt8]
    ) {
        let time = milliseconds &+ UInt64(first * 2)
        let leadOff: UInt8 = status.isECGLeadOff ? 1 : 0
        append(
            .ecg, at: time, count: DataBlockLayout.batch, size: DataBlockLayout.ecgBytes, to: &bytes
        ) { payload in
            for index in first..<(first + DataBlockLayout.batch) {
                for channel in [3, 1, 0, 2] { payload.append(littleEndian: counts[channel][index]) }
                payload += [leadOff, 0, 0, 0]
            }
        }
    }

    private mutating func appendPPG(
        _ counts: [[Int32]], _ status: BoardStatus, to bytes: inout [UInt8]
    ) {
        append(
            .ppg, at: milliseconds, count: DataBlockLayout.batch, size: DataBlockLayout.ppgBytes,
            to: &bytes
        ) { payload in
            for index in 0..<DataBlockLayout.batch {
                for channel in [5, 4] {
                    let count = counts[channel][index]
                    payload.append(
                        littleEndian: min(
                            max(count, Self.ppgCounts.lowerBound), Self.ppgCounts.upperBound))
                }
                payload += [status.isProbeOff ? 1 : 0, 0, 0, 0]
            }
        }
    }

    private mutating func appendVitals(_ status: BoardStatus, to bytes: inout [UInt8]) {
        let time = milliseconds &+ Self.burstMilliseconds
        let flags: UInt8 =
            (status.isECGLeadOff ? 0x02 : 0) | (status.isProbeOff ? 0x04 : 0)
            | (isMoving ? 0x08 : 0)
        append(.vitals, at: time, count: 1, size: DataBlockLayout.vitalsBytes, to: &bytes) {
            $0.append(littleEndian: UInt16(status.heartRate))
            $0.append(littleEndian: UInt16(status.spo2) * 10)
            $0.append(littleEndian: UInt16(status.respirationRate))
            for _ in 0..<4 { $0.append(littleEndian: UInt16(0)) }
            $0 += [flags, 0]
        }
    }

    private mutating func append(
        _ kind: DataBlockHeader.Kind, at milliseconds: UInt64, count: Int, size: Int,
        to bytes: inout [UInt8], payload: (inout [UInt8]) -> Void
    ) {
        let header = DataBlockHeader(
            sequence: sequence, milliseconds: milliseconds, kind: kind, sampleCount: count,
            sampleBytes: size)
        DataBlockWriter.append(header, to: &bytes, payload: payload)
        sequence &+= 1
    }
}
