import Biosignals
import ECG
import Synthesis

/// How long after a beat's R peak the live detector tells it, counted in samples it had to see.
enum BeatLatency {
    static func measure(rate: Hertz) throws -> (median: Double, most: Double) {
        let person = try SyntheticPerson(
            seed: 3, phases: [.init(.rest, duration: 600, heartRate: 65, rmssd: 40)])
        var source = try SyntheticSource(person: person, rates: SyntheticRates(ecg: rate))
        var processor = try ECGProcessor(rate: rate)
        var output = ECGOutput()
        var delays: [Double] = []
        var seen = 0
        while let stretch = source.next(seconds: 10) {
            for sample in stretch.blocks.flatMap(\.samples) {
                output.removeAll()
                processor.process([sample], into: &output)
                seen += 1
                delays += output.beats.map { (Double(seen) - $0.position) / rate.value }
            }
        }
        // The first beats wait for the detector to learn; they are told late, and once.
        let sorted = delays.dropFirst(20).sorted()
        return (sorted[sorted.count / 2], sorted[sorted.count * 99 / 100])
    }
}
