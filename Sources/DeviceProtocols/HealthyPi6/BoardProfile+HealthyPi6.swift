public import Biosignals

extension BoardProfile {
    /// A HealthyPi 6.
    ///
    /// - Parameter ppgRate: as measured; the firmware can be built for 62 to 2,000 Hz.
    public static func healthyPi6(
        ppgRate: Hertz = 250, certainty: Double = 1, evidence: [String] = [],
        firmware: String? = nil
    ) -> BoardProfile {
        BoardProfile(
            board: .healthypi6,
            channels: Channel.healthyPi6ECG(rate: 500) + Channel.healthyPi6PPG(rate: ppgRate),
            pacing: .crystal, provesLoss: true, firmware: firmware, certainty: certainty,
            evidence: evidence)
    }
}

extension Channel {
    /// µV on the wire, so 1,000 steps per mV.
    static func healthyPi6ECG(rate: Hertz) -> [Channel] {
        let names: [(String, ChannelRole)] = [
            ("ecg_ii", .ecg), ("ecg_i", .ecg), ("ecg_v1", .ecg), ("resp", .respiration),
        ]
        return names.map { name, role in
            Channel(
                name: name, role: role, unit: .millivolt, unitText: Millivolt.symbol, rate: rate,
                scale: DigitalScale(gain: 1_000, baseline: 0))
        }
    }

    /// The raw 22-bit counts.
    static func healthyPi6PPG(rate: Hertz) -> [Channel] {
        ["ppg_ir", "ppg_red"].map { name in
            Channel(
                name: name, role: .ppg, unit: .counts, unitText: ADCCounts.symbol, rate: rate)
        }
    }
}
