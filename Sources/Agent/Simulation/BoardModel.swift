import Biosignals
import DeviceProtocols

/// What a simulated board measures, says and does; its bytes are the encoder's.
///
/// Levels and heights are plausible ones: no board has been on the bench. A lead's amplitude and a
/// converter's step are those of the profile wherever that knows them.
struct BoardModel: Sendable {
    let profile: BoardProfile
    /// In the profile's order.
    let channels: [WireChannel]
    /// Bytes that wait for a host that does not read; when full, whole frames are dropped.
    var ringBytes = 1_024
    /// Whether heart rate, SpO2 and breathing rate are more than zeros.
    var tellsVitals = true
    /// Whether what the host writes comes back within the stream.
    var echoesHost = false
    /// Whether samples of ECG and respiration are left out, as zeros, while the electrodes are off.
    var omitsLeadOff = false
    /// A channel that has a new value in every other frame only; the other frames say so.
    var alternating: Int?

    init(_ board: Board) {
        profile = .chosen(board)
        switch board {
        case .healthypi3:
            channels = Self.classic(profile, irStep: 1_024)
            omitsLeadOff = true
        case .healthypi4:
            channels = Self.classic(profile, irStep: 1)
        case .healthypi5, .healthypi5V2:
            channels = Self.healthyPi5(profile, ecgStep: 256, ppgBits: 14)
            ringBytes = board == .healthypi5 ? 6_144 : 1_024
            tellsVitals = false
            echoesHost = board == .healthypi5V2
        case .healthypi5Next:
            channels = Self.healthyPi5(profile, ecgStep: 1, ppgBits: 22, ohmCounts: 168)
            ringBytes = 6_144
        case .healthypi5V1:
            channels = [
                .max30001ECG(rate: 128, step: 1), .bioImpedance(rate: 64),
                .pulse(rate: 1_000 / 14.0, isRed: true, bits: 14),
            ]
            echoesHost = true
        case .healthypi5Legacy:
            channels = Self.legacy
            alternating = 1
        case .healthypi6:
            channels = Self.healthyPi6
            ringBytes = 16_384
        case .tinyGSR:
            channels = [.skin(rate: 110)]
        case .ads1292r:
            channels = [
                .ads1292rECG(rate: 125), .ads1292rRespiration(rate: 125),
            ]
        case .ads1293:
            channels = [1, 0.6, -0.4].map {
                // 24 bits for ± 400 mV.
                WireChannel(
                    feed: SignalFeed(role: .ecg, rate: 100), gain: 20_971.5 * $0,
                    limits: -8_388_608...8_388_607, leadOff: 8_388_607)
            }
        case .afe4490:
            channels = [
                .pulse(rate: 125, isRed: false, bits: 22), .pulse(rate: 125, isRed: true, bits: 22),
            ]
        case .max30001:
            channels = [.max30001ECG(rate: 128, step: 1), .bioImpedance(rate: 128)]
        }
        precondition(channels.count == profile.channels.count, "Every channel is modelled.")
    }

    func makeEncoder() -> any BoardEncoder {
        OpenViewEncoder(board: profile.board) ?? HealthyPi6Encoder()
    }

    /// Each feed once, and for each channel the place of its feed.
    var feeds: (all: [SignalFeed], ofChannel: [Int]) {
        var all: [SignalFeed] = []
        let places = channels.map { channel -> Int in
            if let place = all.firstIndex(of: channel.feed) { return place }
            all.append(channel.feed)
            return all.count - 1
        }
        return (all, places)
    }

    private static func classic(_ profile: BoardProfile, irStep: Double) -> [WireChannel] {
        [
            .ads1292rECG(rate: 125), .ads1292rRespiration(rate: 125),
            .pulse(rate: 125, isRed: false, bits: 22, step: irStep),
            .pulse(rate: 125, isRed: true, bits: 22),
            // HealthyPi 4 asks its sensor every 10 s.
            .temperature(rate: profile.board == .healthypi4 ? 0.1 : 1, isThere: true),
        ]
    }

    private static func healthyPi5(
        _ profile: BoardProfile, ecgStep: Double, ppgBits: Int, ohmCounts: Double = 1_007
    ) -> [WireChannel] {
        let rate = profile.channels[0].rate.value
        // The rates at which the held values are really new.
        let latches = profile.channels.map { $0.latchPeriod?.value ?? 1 / rate }
        return [
            .max30001ECG(rate: rate, step: ecgStep),
            .bioImpedance(rate: 1 / latches[1], ohmCounts: ohmCounts),
            .pulse(rate: 1 / latches[2], isRed: false, bits: ppgBits),
            .pulse(rate: 1 / latches[3], isRed: true, bits: ppgBits),
            .temperature(rate: 1, isThere: profile.board == .healthypi5Next),
        ]
    }

    private static var legacy: [WireChannel] {
        [
            .max30001ECG(rate: 125, step: 16_384), .bioImpedance(rate: 62.5),
            .pulse(rate: 125, isRed: false, bits: 22), .pulse(rate: 125, isRed: true, bits: 22),
            .temperature(rate: 1, isThere: false),
        ]
    }

    private static var healthyPi6: [WireChannel] {
        // Leads II, I and V1 of one heart, in µV; the input range is ± 400 mV.
        let leads = [1, 0.6, -0.4].map {
            WireChannel(
                feed: SignalFeed(role: .ecg, rate: 500), gain: 1_000 * $0,
                limits: -400_000...400_000, leadOff: 400_000)
        }
        return leads + [
            WireChannel(
                feed: SignalFeed(role: .respiration, rate: 500), gain: 0.25,
                limits: -600_000...600_000, leadOff: 600_000),
            .pulse(rate: 250, isRed: false, bits: 22), .pulse(rate: 250, isRed: true, bits: 22),
        ]
    }
}
