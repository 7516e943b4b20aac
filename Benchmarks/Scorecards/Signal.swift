/// One channel of one record, whole, as every entrant gets it.
struct Signal {
    /// Set, record and, where it was resampled, the rate: `ecg/mitdb/101@128`.
    let id: String
    let rate: Double
    let samples: [Double]

    var seconds: Double { Double(samples.count) / rate }
    var hours: Double { seconds / 3_600 }

    /// Tells one content from another (FNV-1a over the samples' bits and the rate).
    var digest: String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for value in samples + [rate] {
            hash = (hash ^ value.bitPattern) &* 0x0000_0100_0000_01B3
        }
        return String(hash, radix: 16)
    }

    /// The same signal at `up / down` of its rate.
    func resampled(up: Int, down: Int) -> Signal {
        let rate = rate * Double(up) / Double(down)
        return Signal(
            id: "\(id)@\(Int(rate.rounded()))", rate: rate,
            samples: Resampler(up: up, down: down).resample(samples))
    }
}
