/// All kinds of frames that one board sends.
///
/// Source: the vendor's firmware; repositories, commits and tables in hardware/*/PROTOCOL.md.
struct OpenViewLayout: Equatable, Sendable {
    let kinds: [OpenViewFrameKind]

    init(kinds: [OpenViewFrameKind]) {
        self.kinds = kinds
    }

    /// Nil for a board that does not speak this framing. The fields' channels are indices into
    /// `BoardProfile.openView(board)`.
    init?(_ board: Board) {
        switch board {
        case .healthypi3: kinds = [Self.filtered(spo2Never: 25, probeMask: 2, ecgMask: 1)]
        case .healthypi4: kinds = [Self.filtered(spo2Never: 0, probeMask: 0, ecgMask: 0x1F)]
        case .healthypi5, .healthypi5Next: kinds = [Self.combined(rate: 128)]
        case .healthypi5V2: kinds = [Self.combinedWithoutFigures(rate: 256)]
        case .healthypi5V1: kinds = [Self.electrical, Self.optical]
        case .healthypi5Legacy: kinds = [Self.alternating]
        case .tinyGSR: kinds = [Self.conductance]
        case .ads1292r: kinds = [Self.ads1292r]
        case .ads1293: kinds = [Self.ads1293]
        case .afe4490: kinds = [Self.afe4490]
        case .max30001: kinds = [Self.max30001]
        case .healthypi6: return nil
        }
    }

    /// HealthyPi v3 and v4: channels ecg, resp, ppg_ir, ppg_red, temp.
    private static func filtered(
        spo2Never: UInt8, probeMask: UInt8, ecgMask: UInt8
    ) -> OpenViewFrameKind {
        var kind = OpenViewFrameKind(length: 20, rate: 125)
        kind.fields = [
            OpenViewField(channel: 0, offset: 5, format: .int16, rule: .inContact),
            OpenViewField(channel: 1, offset: 7, format: .int16, rule: .inContact),
            OpenViewField(channel: 2, offset: 9, format: .int32),
            OpenViewField(channel: 3, offset: 13, format: .int32),
            OpenViewField(channel: 4, offset: 17, format: .uint16, rule: .temperature),
        ]
        kind.vitals = [
            OpenViewVital(quantity: .respirationRate, offset: 19, values: 1...254),
            OpenViewVital(quantity: .spo2, offset: 20, values: 1...100, never: spo2Never),
            OpenViewVital(quantity: .heartRate, offset: 21, values: 1...254),
        ]
        kind.contact = OpenViewContact(offset: 24, ecgMask: ecgMask, probeMask: probeMask)
        return kind
    }

    /// HealthyPi 5, 29 bytes: channels ecg, resp, ppg_ir, ppg_red. RED comes first on the wire.
    private static func combinedWithoutFigures(rate: Double) -> OpenViewFrameKind {
        var kind = OpenViewFrameKind(length: 22, rate: rate)
        kind.fields = [
            OpenViewField(channel: 0, offset: 5, format: .int32),
            OpenViewField(channel: 1, offset: 9, format: .int32, rule: .heldUnlessNew(flag: 13)),
            OpenViewField(channel: 2, offset: 18, format: .int32),
            OpenViewField(channel: 3, offset: 14, format: .int32),
        ]
        return kind
    }

    /// The same with temp and the device's figures.
    private static func combined(rate: Double) -> OpenViewFrameKind {
        var kind = combinedWithoutFigures(rate: rate)
        kind.fields.append(
            OpenViewField(channel: 4, offset: 22, format: .int16, rule: .temperature))
        kind.vitals = [
            OpenViewVital(quantity: .spo2, offset: 24, values: 1...100),
            OpenViewVital(quantity: .heartRate, offset: 25, values: 1...254),
            OpenViewVital(quantity: .respirationRate, offset: 26, values: 1...254),
        ]
        return kind
    }

    /// HealthyPi 5, type 3: channels ecg, resp.
    private static var electrical: OpenViewFrameKind {
        var kind = OpenViewFrameKind(type: 3, length: 50, rate: 16)
        kind.fields = [
            OpenViewField(channel: 0, offset: 5, format: .int32, count: 8),
            OpenViewField(channel: 1, offset: 37, format: .int32, count: 4),
        ]
        kind.vitals = [
            OpenViewVital(quantity: .heartRate, offset: 53, values: 1...254),
            OpenViewVital(quantity: .respirationRate, offset: 54, values: 1...254),
        ]
        return kind
    }

    /// HealthyPi 5, type 4: channel ppg_red. The temperature's high byte is sent twice: lost.
    private static var optical: OpenViewFrameKind {
        var kind = OpenViewFrameKind(type: 4, length: 19, rate: 1_000.0 / 14 / 8)
        kind.fields = [OpenViewField(channel: 2, offset: 5, format: .int16, count: 8)]
        kind.vitals = [OpenViewVital(quantity: .spo2, offset: 21, values: 1...100)]
        return kind
    }

    /// HealthyPi 5, first Arduino firmware: channels ecg, resp, ppg_ir, ppg_red, temp.
    private static var alternating: OpenViewFrameKind {
        var kind = OpenViewFrameKind(length: 20, rate: 125)
        kind.fields = [
            OpenViewField(channel: 0, offset: 5, format: .int32),
            OpenViewField(channel: 1, offset: 9, format: .int32, rule: .heldUnlessNew(flag: 13)),
            OpenViewField(channel: 2, offset: 14, format: .int32),
            OpenViewField(channel: 3, offset: 18, format: .int32),
            OpenViewField(channel: 4, offset: 22, format: .uint16, rule: .temperature),
        ]
        kind.vitals = [OpenViewVital(quantity: .spo2, offset: 24, values: 1...100)]
        return kind
    }
}

/// Breakouts on an Arduino.
extension OpenViewLayout {
    /// Channel eda.
    private static var conductance: OpenViewFrameKind {
        var kind = OpenViewFrameKind(length: 9, rate: 110)
        kind.fields = [OpenViewField(channel: 0, offset: 5, format: .int16)]
        return kind
    }

    /// Channels ecg, resp.
    private static var ads1292r: OpenViewFrameKind {
        var kind = OpenViewFrameKind(length: 9, rate: 125)
        kind.fields = [
            OpenViewField(channel: 0, offset: 5, format: .int16),
            OpenViewField(channel: 1, offset: 7, format: .int16),
        ]
        kind.vitals = [
            OpenViewVital(quantity: .respirationRate, offset: 9, values: 1...254),
            OpenViewVital(quantity: .heartRate, offset: 11, values: 1...254),
        ]
        return kind
    }

    /// Channels ecg, ecg_2, ecg_3.
    private static var ads1293: OpenViewFrameKind {
        var kind = OpenViewFrameKind(length: 12, rate: 100)
        kind.fields = (0..<3).map {
            OpenViewField(channel: $0, offset: 5 + 4 * $0, format: .int32)
        }
        return kind
    }

    /// Channels ppg_ir, ppg_red.
    private static var afe4490: OpenViewFrameKind {
        var kind = OpenViewFrameKind(length: 10, rate: 125)
        kind.fields = [
            OpenViewField(channel: 0, offset: 5, format: .int32),
            OpenViewField(channel: 1, offset: 9, format: .int32),
        ]
        kind.vitals = [
            OpenViewVital(quantity: .spo2, offset: 13, values: 1...100),
            OpenViewVital(quantity: .heartRate, offset: 14, values: 1...254),
        ]
        return kind
    }

    /// Channels ecg, resp.
    private static var max30001: OpenViewFrameKind {
        var kind = OpenViewFrameKind(length: 12, rate: 125)
        kind.fields = [
            OpenViewField(channel: 0, offset: 5, format: .int32),
            OpenViewField(channel: 1, offset: 9, format: .int32, rule: .heldUnlessNew(flag: 13)),
        ]
        return kind
    }
}
