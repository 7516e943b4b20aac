import Acquisition
import Biosignals
import DeviceProtocols

extension WireChannel {
    /// One channel of a board's profile.
    init(_ board: Board, _ channel: Channel) {
        // Where a value is held, only the readings are new.
        let rate = channel.latchPeriod.map { 1 / $0.value } ?? channel.rate.value
        switch channel.role {
        case .ecg: self = .ecg(board, lead: channel.name, rate: rate)
        case .respiration: self = .respiration(board, rate: rate)
        case .ppg: self = .pulse(board, isRed: channel.name == "ppg_red", rate: rate)
        case .eda: self = .skin(rate: rate)
        case .temperature: self = .temperature(board)
        case .acceleration, nil:
            preconditionFailure("No board has a channel like \(channel.name).")
        }
    }

    private static func ecg(_ board: Board, lead: String, rate: Double) -> WireChannel {
        let feed = SignalFeed(role: .ecg, rate: rate)
        switch board {
        case .healthypi3, .healthypi4, .ads1292r:
            // The upper 16 of 24 bits, gain 12, reference 2.42 V, mean removed: 6.154 µV a count.
            // With its electrodes off nothing is left of it.
            return WireChannel(
                feed: feed, gain: 12 * 8_388_607 / (2_420 * 256.0), limits: -32_768...32_767,
                leadOff: 0)
        case .healthypi6:
            // µV; the input range is ± 400 mV.
            return WireChannel(
                feed: feed, gain: 1_000 * share(of: lead), limits: -400_000...400_000,
                leadOff: 400_000)
        case .ads1293:
            // 24 bits for ± 400 mV.
            return WireChannel(
                feed: feed, gain: 20_971.5 * share(of: lead), limits: -8_388_608...8_388_607,
                leadOff: 8_388_607)
        default:
            // MAX30001: 18 bits, gain 80, reference 1 V, 95.37 nV a step.
            let step: Double =
                switch board {
                case .healthypi5, .healthypi5V2: 256
                case .healthypi5Legacy: 16_384
                default: 1
                }
            return WireChannel(
                feed: feed, gain: 10_485.76 * step, step: step,
                limits: -131_072 * step...131_071 * step, leadOff: 131_071 * step)
        }
    }

    /// Of one heart, the first lead as it is, the others smaller or upside down.
    private static func share(of lead: String) -> Double {
        switch lead {
        case "ecg_i", "ecg_2": 0.6
        case "ecg_v1", "ecg_3": -0.4
        default: 1
        }
    }

    private static func respiration(_ board: Board, rate: Double) -> WireChannel {
        let feed = SignalFeed(role: .respiration, rate: rate)
        switch board {
        case .healthypi3, .healthypi4, .ads1292r:
            // The lower 16 of 24 bits, on a baseline that does not wrap.
            return WireChannel(
                feed: feed, gain: 3, offset: 8_000, limits: -32_768...32_767, leadOff: 0)
        case .healthypi6:
            // µV: a breath is 0.2 mV.
            return WireChannel(
                feed: feed, gain: 0.25, limits: -600_000...600_000, leadOff: 600_000)
        default:
            // 20 bits around 0: a breath is an ohm, and a count 0.993 or, with NEXT, 5.96 mΩ.
            let ohm = board == .healthypi5Next ? 168.0 : 1_007
            return WireChannel(
                feed: feed, gain: ohm / 800, limits: -524_288...524_287, leadOff: 524_287)
        }
    }

    /// 22 bits around 900,000, or the upper 14 of them; more blood is a lower count.
    ///
    /// The pulse's share of the level is half as high in red as in infrared: an SpO2 of about 97 %.
    private static func pulse(_ board: Board, isRed: Bool, rate: Double) -> WireChannel {
        let (level, height) = isRed ? (850_000.0, 24.0) : (900_000, 50)
        let feed = SignalFeed(role: .ppg, rate: rate)
        switch board {
        case .healthypi5, .healthypi5V1, .healthypi5V2:
            return WireChannel(
                feed: feed, gain: -height / 256, offset: level / 256, limits: -8_192...8_191)
        default:
            // HealthyPi v3 leaves its infrared shifted left by ten bits.
            let step = board == .healthypi3 && !isRed ? 1_024.0 : 1
            return WireChannel(
                feed: feed, gain: -height * step, offset: level * step, step: step,
                limits: -2_097_152 * step...2_097_151 * step)
        }
    }

    /// tinyGSR: single readings of its 12 bit converter, times 1. Whether the firmware's filter of
    /// eight ones sends their mean (times 1) or their sum (times 8) is not known, and the filter's
    /// delay is not simulated. Without skin between the electrodes the converter is at its upper end.
    private static func skin(rate: Double) -> WireChannel {
        let codes = TLA2022.codes
        return WireChannel(
            feed: SignalFeed(role: .eda, rate: rate), curve: .divider(SkinDivider()),
            limits: Double(codes.lowerBound)...Double(codes.upperBound),
            leadOff: Double(codes.upperBound))
    }

    /// Hundredths of a degree; 0 where the firmware has none.
    private static func temperature(_ board: Board) -> WireChannel {
        let isThere = [.healthypi3, .healthypi4, .healthypi5Next].contains(board)
        // HealthyPi 4 asks its sensor every 10 s.
        let rate = board == .healthypi4 ? 0.1 : 1
        return WireChannel(
            feed: SignalFeed(role: .temperature, rate: rate), gain: isThere ? 100 : 0,
            limits: 0...32_767)
    }
}
