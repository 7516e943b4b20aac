import Biosignals

extension BoardProfile {
    /// The profile of a board that speaks OpenView; nil for one that does not.
    ///
    /// ECG is in millivolts where the scale follows from the firmware's settings, else in counts;
    /// respiration, PPG and EDA are always counts. The PPG counts are the wire's own: HealthyPi v3
    /// sends IR times 1024 and RED not, so its two must not be compared without rescaling.
    ///
    /// - Parameter ecgIsTimes256: of a HealthyPi 5, whether its ECG is sent times 256; nil for what
    ///   the board's firmware does, and for `healthypi5V1`, of which there are both, for counts.
    public static func openView(
        _ board: Board, ecgIsTimes256: Bool? = nil, certainty: Double = 1,
        evidence: [String] = [], firmware: String? = nil
    ) -> BoardProfile? {
        openView(
            board, steps: ecgSteps(of: board, isTimes256: ecgIsTimes256), certainty: certainty,
            evidence: evidence,
            firmware: firmware ?? self.firmware(of: board, isTimes256: ecgIsTimes256))
    }

    /// - Parameter steps: of ECG per millivolt; nil where they are not known.
    static func openView(
        _ board: Board, steps: Double?, certainty: Double, evidence: [String], firmware: String?
    ) -> BoardProfile? {
        guard let channels = channels(of: board, ecg: steps) else { return nil }
        return BoardProfile(
            board: board, channels: channels, pacing: pacing(of: board), provesLoss: false,
            firmware: firmware, certainty: certainty, evidence: evidence)
    }

    private static func ecgSteps(of board: Board, isTimes256: Bool?) -> Double? {
        let isTimes256 =
            switch board {
            case .healthypi5, .healthypi5V2: isTimes256 ?? true
            case .healthypi5Next: isTimes256 ?? false
            case .healthypi5V1: isTimes256
            default: Bool?.none
            }
        switch board {
        case .healthypi3, .healthypi4: return OpenViewScale.filteredStepsPerMillivolt
        default: break
        }
        return isTimes256.map {
            $0 ? OpenViewScale.times256StepsPerMillivolt : OpenViewScale.plainStepsPerMillivolt
        }
    }

    private static func firmware(of board: Board, isTimes256: Bool?) -> String? {
        switch board {
        case .healthypi5: "Zephyr v2.0.4 or later"
        case .healthypi5V2: "Zephyr v2.0.0 to v2.0.3"
        case .healthypi5Next: "Arduino NEXT"
        case .healthypi5Legacy: "Arduino v1-legacy"
        case .healthypi5V1:
            isTimes256.map { $0 ? "Zephyr v1.1.3" : "Zephyr v0.9.4-pre to v1.0.0" }
        default: nil
        }
    }

    /// Programs that wait a fixed time in every turn of their loop have no rate of their own.
    private static func pacing(of board: Board) -> Pacing {
        switch board {
        case .healthypi5Legacy, .tinyGSR, .ads1293, .afe4490, .max30001: .loop
        default: .crystal
        }
    }

    private static func channels(of board: Board, ecg steps: Double?) -> [Channel]? {
        switch board {
        case .healthypi3, .healthypi4:
            return [ecg(125, steps), resp(125), infrared(125), red(125), temperature(125)]
        case .healthypi5:
            return [
                ecg(128, steps), resp(128, latch: 1.0 / 64), infrared(128, latch: 0.014),
                red(128, latch: 0.014), temperature(128),
            ]
        case .healthypi5V2:
            return [
                ecg(256, steps), resp(256, latch: 1.0 / 64), infrared(256, latch: 0.014),
                red(256, latch: 0.014),
            ]
        case .healthypi5V1: return [ecg(128, steps), resp(64), red(1_000.0 / 14)]
        case .healthypi5Next:
            let latch = 2.0 / 128
            return [
                ecg(128, steps), resp(128, latch: latch), infrared(128, latch: latch),
                red(128, latch: latch), temperature(128),
            ]
        case .healthypi5Legacy:
            return [
                ecg(125, nil), resp(125, latch: 2.0 / 125), infrared(125), red(125),
                temperature(125),
            ]
        case .tinyGSR: return [counts("eda", .eda, 110)]
        case .ads1292r: return [ecg(125, nil), resp(125)]
        case .ads1293:
            return [ecg(100, nil), counts("ecg_2", .ecg, 100), counts("ecg_3", .ecg, 100)]
        case .afe4490: return [infrared(125), red(125)]
        case .max30001: return [ecg(125, nil), resp(125, latch: 2.0 / 125)]
        case .healthypi6: return nil
        }
    }

    private static func ecg(_ rate: Double, _ stepsPerMillivolt: Double?) -> Channel {
        guard let stepsPerMillivolt else { return counts("ecg", .ecg, rate) }
        return Channel(
            name: "ecg", role: .ecg, unit: .millivolt, unitText: Millivolt.symbol,
            rate: Hertz(rate), scale: DigitalScale(gain: stepsPerMillivolt, baseline: 0))
    }

    private static func resp(_ rate: Double, latch: Double? = nil) -> Channel {
        counts("resp", .respiration, rate, latch: latch)
    }

    private static func infrared(_ rate: Double, latch: Double? = nil) -> Channel {
        counts("ppg_ir", .ppg, rate, latch: latch)
    }

    private static func red(_ rate: Double, latch: Double? = nil) -> Channel {
        counts("ppg_red", .ppg, rate, latch: latch)
    }

    private static func temperature(_ rate: Double) -> Channel {
        Channel(
            name: "temp", role: .temperature, unit: .degreesCelsius,
            unitText: DegreesCelsius.symbol, rate: Hertz(rate),
            scale: DigitalScale(gain: 100, baseline: 0))
    }

    private static func counts(
        _ name: String, _ role: ChannelRole, _ rate: Double, latch: Double? = nil
    ) -> Channel {
        Channel(
            name: name, role: role, unit: .counts, unitText: ADCCounts.symbol, rate: Hertz(rate),
            latchPeriod: latch.map { Seconds($0) })
    }
}
