public import Biosignals

/// Which channels a source makes, and how fast. Nil leaves a channel out.
public struct SyntheticRates: Equatable, Sendable {
    /// 50…10,000 Hz; mV.
    public var ecg: Hertz?
    /// 20…10,000 Hz; counts around 0, a pulse is about 600 high.
    public var ppg: Hertz?
    /// 1…10,000 Hz; µS.
    public var eda: Hertz?
    /// 2…10,000 Hz; counts around 0, a breath is about 800 from trough to crest, up with inhaling.
    public var respiration: Hertz?
    /// 10…10,000 Hz; magnitude of acceleration in g, 1 at rest.
    public var acceleration: Hertz?

    public init(
        ecg: Hertz? = nil, ppg: Hertz? = nil, eda: Hertz? = nil, respiration: Hertz? = nil,
        acceleration: Hertz? = nil
    ) {
        self.ecg = ecg
        self.ppg = ppg
        self.eda = eda
        self.respiration = respiration
        self.acceleration = acceleration
    }

    func check() throws(SynthesisError) {
        let asked: [(String, Hertz?, Double)] = [
            ("ECG", ecg, 50), ("PPG", ppg, 20), ("EDA", eda, 1), ("respiration", respiration, 2),
            ("acceleration", acceleration, 10),
        ]
        guard asked.contains(where: { $0.1 != nil }) else { throw .noChannels }
        for (name, rate, rateMin) in asked {
            guard let rate else { continue }
            guard (rateMin...10_000).contains(rate.value) else {
                throw .outOfRange(
                    what: "the \(name) rate in Hz", value: rate.value, allowed: rateMin...10_000)
            }
        }
    }
}
