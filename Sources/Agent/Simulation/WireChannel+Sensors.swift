import Biosignals

extension WireChannel {
    /// 18 bits, gain 80, reference 1 V: 95.37 nV a count.
    /// - Parameter step: by which the firmware multiplies.
    static func max30001ECG(rate: Double, step: Double) -> WireChannel {
        WireChannel(
            feed: SignalFeed(role: .ecg, rate: rate), gain: 10_485.76 * step, step: step,
            limits: -131_072 * step...131_071 * step, leadOff: 131_071 * step)
    }

    /// 20 bits around 0: a breath is about an ohm.
    static func bioImpedance(rate: Double, ohmCounts: Double = 1_007) -> WireChannel {
        WireChannel(
            feed: SignalFeed(role: .respiration, rate: rate), gain: ohmCounts / 800,
            limits: -524_288...524_287, leadOff: 524_287)
    }

    /// The upper 16 of 24 bits, gain 12, reference 2.42 V, mean removed: 6.154 µV a count. With its
    /// electrodes off nothing is left of it.
    static func ads1292rECG(rate: Double) -> WireChannel {
        WireChannel(
            feed: SignalFeed(role: .ecg, rate: rate), gain: 12 * 8_388_607 / (2_420 * 256.0),
            limits: -32_768...32_767, leadOff: 0)
    }

    /// The lower 16 of 24 bits, on a baseline that does not wrap.
    static func ads1292rRespiration(rate: Double) -> WireChannel {
        WireChannel(
            feed: SignalFeed(role: .respiration, rate: rate), gain: 3, offset: 8_000,
            limits: -32_768...32_767, leadOff: 0)
    }

    /// 22 bits around 900,000, or the upper 14 of them; more blood is a lower count.
    ///
    /// The pulse's share of the level is half as high in red as in infrared: an SpO2 of about 97 %.
    static func pulse(rate: Double, isRed: Bool, bits: Int, step: Double = 1) -> WireChannel {
        let shift = bits == 14 ? 1 / 256.0 : 1
        let most = bits == 14 ? 8_191.0 : 2_097_151
        let (level, height) = isRed ? (850_000.0, 24.0) : (900_000, 50)
        return WireChannel(
            feed: SignalFeed(role: .ppg, rate: rate), gain: -height * shift * step,
            offset: level * shift * step, step: step, limits: (-most - 1) * step...most * step)
    }

    /// Linear in conductance: 0 is 10 µS, and 200 counts are 1 µS; 12 bits.
    static func skin(rate: Double) -> WireChannel {
        WireChannel(
            feed: SignalFeed(role: .eda, rate: rate), gain: 200, offset: -2_000,
            limits: -2_047...2_047, leadOff: -2_047)
    }

    /// Hundredths of a degree; 0 where the firmware has none.
    static func temperature(rate: Double, isThere: Bool) -> WireChannel {
        WireChannel(
            feed: SignalFeed(role: .temperature, rate: rate), gain: isThere ? 100 : 0,
            limits: 0...32_767)
    }
}
