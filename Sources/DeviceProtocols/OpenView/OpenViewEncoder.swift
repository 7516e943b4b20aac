import Biosignals

/// What a board's firmware sends, byte for byte.
///
/// Of the boards that send one kind of frame a burst is one frame. HealthyPi 5 with separate packets
/// sends an ECG packet in each burst and a PPG packet in some: there `samplesPerBurst` says what the
/// next call takes, and changes from call to call.
///
/// What the board holds, it is given held. Figures that `BoardStatus` lacks are 0 on the wire,
/// unless the firmware has a constant in their place.
public struct OpenViewEncoder: BoardEncoder {
    private let board: Board
    private let layout: OpenViewLayout
    private let channelCount: Int
    private let steps: [Int32]
    private let reportsLeadOff: Bool
    private var burst = 0
    private var frame: [UInt8] = []

    /// - Parameters:
    ///   - ecgIsTimes256: as in `BoardProfile.openView`; `healthypi5V1` is v1.0.0 unless told.
    ///   - reportsLeadOff: whether a HealthyPi v4 has its comparators on; the firmware has them off,
    ///     so that its status stays 0 whatever happens to the electrodes.
    public init?(
        board: Board, ecgIsTimes256: Bool? = nil, reportsLeadOff: Bool = false
    ) {
        guard let layout = OpenViewLayout(board), let profile = BoardProfile.openView(board) else {
            return nil
        }
        self.board = board
        self.layout = layout
        self.reportsLeadOff = reportsLeadOff || board != .healthypi4
        channelCount = profile.channels.count
        let isTimes256 = ecgIsTimes256 ?? (board == .healthypi5 || board == .healthypi5V2)
        steps = profile.channels.map { channel in
            switch (board, channel.name) {
            case (.healthypi3, "ppg_ir"): OpenViewScale.shiftedInfraredStep
            case (.healthypi5, "ecg"), (.healthypi5V2, "ecg"), (.healthypi5V1, "ecg"):
                isTimes256 ? OpenViewScale.times256Step : 1
            default: 1
            }
        }
    }

    public var samplesPerBurst: [Int] {
        var counts = Array(repeating: 0, count: channelCount)
        for kind in layout.kinds.indices where isDue(kind) {
            for field in layout.kinds[kind].fields { counts[field.channel] = field.count }
        }
        return counts
    }

    /// What the wire carries for a count: some firmwares send multiples of a converter's step only,
    /// and no wire carries more than its width. Decoding gives this, not what was asked for.
    public func sent(_ count: Int32, channel: Int) -> Int32 {
        for kind in layout.kinds {
            for field in kind.fields where field.channel == channel {
                return Self.clamped(count, to: field.format, step: steps[channel])
            }
        }
        return count
    }

    /// - Precondition: `counts` holds `samplesPerBurst` values for each channel.
    public mutating func encode(
        _ counts: [[Int32]], status: BoardStatus, into bytes: inout [UInt8]
    ) {
        precondition(
            counts.map(\.count) == samplesPerBurst, "A burst has samplesPerBurst values.")
        for kind in layout.kinds.indices where isDue(kind) {
            append(layout.kinds[kind], counts, status, into: &bytes)
        }
        burst &+= 1
    }

    /// The text that a board prints before its first frame; empty for those that print none.
    public static func bootBanner(_ board: Board) -> [UInt8] {
        let lines: [String] =
            switch board {
            case .healthypi4:
                [
                    "Setting up Healthy pI V4...", "1", "SPIFFS initialization completed",
                    "Starts in v3 mode", "Initialization is complete",
                ]
            case .healthypi5Legacy: ["Setting up Healthy PI 5...", "Initialization is complete"]
            case .tinyGSR: ["Starting ADC..."]
            case .ads1292r: ["Initiliziation is done"]
            case .afe4490: ["Intilaziting AFE44xx.. ", "Inited..."]
            case .max30001: ["MAX 30001 read ID Success", "Initialising the chip ..."]
            default: []
            }
        return lines.flatMap { Array($0.utf8) + [0x0D, 0x0A] }
    }
}

extension OpenViewEncoder {
    /// An ECG packet has 8 samples of 128 a second, a PPG packet 8 of 1000/14: in each burst of
    /// 1/16 s 125/224 of a PPG packet is due.
    private func isDue(_ kind: Int) -> Bool {
        guard kind > 0 else { return true }
        return (burst + 1) * 125 / 224 > burst * 125 / 224
    }

    private mutating func append(
        _ kind: OpenViewFrameKind, _ counts: [[Int32]], _ status: BoardStatus,
        into bytes: inout [UInt8]
    ) {
        frame.removeAll(keepingCapacity: true)
        frame += kind.header
        frame += repeatElement(0, count: kind.total - OpenViewFrameKind.headerCount - 1)
        frame.append(0x0B)
        let isECGOff = status.isECGLeadOff && reportsLeadOff && kind.contact != nil
        for field in kind.fields {
            write(field, counts[field.channel], isECGOff: isECGOff)
        }
        writeFigures(kind, status, isECGOff: isECGOff)
        bytes += frame
    }

    private mutating func write(_ field: OpenViewField, _ values: [Int32], isECGOff: Bool) {
        if isECGOff, field.rule == .inContact { return }
        if case .heldUnlessNew(let flag) = field.rule, alternates, burst % 2 == 1 {
            frame[flag] = 0xFF
            return
        }
        var place = field.offset
        for value in values {
            let digital = Self.clamped(value, to: field.format, step: steps[field.channel])
            let pattern = UInt32(bitPattern: digital)
            for index in 0..<field.format.width {
                frame[place + index] = UInt8(truncatingIfNeeded: pattern >> (8 * UInt32(index)))
            }
            place += field.format.width
        }
    }

    private mutating func writeFigures(
        _ kind: OpenViewFrameKind, _ status: BoardStatus, isECGOff: Bool
    ) {
        for vital in kind.vitals {
            switch vital.quantity {
            case .heartRate: frame[vital.offset] = status.heartRate
            case .spo2: frame[vital.offset] = status.spo2
            case .respirationRate: frame[vital.offset] = status.respirationRate
            default: break
            }
        }
        guard let contact = kind.contact else { return }
        switch board {
        case .healthypi3:
            // The low byte of −999 is 25.
            if status.isProbeOff { frame[20] = 25 }
            frame[22] = 80
            frame[contact.offset] = (isECGOff ? 1 : 0) | (status.isProbeOff ? 2 : 0)
        case .healthypi4:
            if status.isProbeOff { frame[20] = 0 }
            frame[22] = 80
            frame[23] = 120
            guard isECGOff else { return }
            (frame[19], frame[21]) = (0, 0)
            // Both electrodes of channel 2, the ECG.
            frame[contact.offset] = 0x0C
        default: break
        }
    }

    /// Firmwares that read respiration in every second turn of their loop.
    private var alternates: Bool { board == .healthypi5Legacy || board == .max30001 }

    private static func clamped(
        _ value: Int32, to format: OpenViewField.Format, step: Int32
    ) -> Int32 {
        let range: ClosedRange<Int64> =
            switch format {
            case .int32: Int64(Int32.min)...Int64(Int32.max) / Int64(step) * Int64(step)
            case .int16: -32_768...32_767
            case .uint16: 0...65_535
            }
        // To the nearest multiple of the step, halves upwards.
        let wide = Int64(value) + Int64(step) / 2
        let remainder = ((wide % Int64(step)) + Int64(step)) % Int64(step)
        return Int32(min(max(wide - remainder, range.lowerBound), range.upperBound))
    }
}
