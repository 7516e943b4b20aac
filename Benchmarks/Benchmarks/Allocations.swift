import Biosignals
import CAllocations
import ECG
import EDA
import PPG
import Synthesis

/// Whether `process` allocates once a stream is under way: every allocation of an hour is counted,
/// while the signal comes as a board sends it, 20 ms at a time.
enum Allocations {
    private static let warmUp: Seconds = 1_800
    private static let measured: Seconds = 3_600
    private static let chunk: Seconds = 0.02

    /// Allocations in an hour behind the first half hour, for each kind of signal, and how many are
    /// put up with.
    static func figures() throws -> [Figure] {
        try measure().map { name, count, most in
            Figure("allocations in an hour of \(name)", Double(count), "", most: Double(most))
        }
    }

    private static func measure() throws -> [(name: String, count: Int, most: Int)] {
        let (ecg, ppg, eda) = (Hertz(360), Hertz(125), Hertz(32))
        return [
            (
                "ECG at 360 Hz",
                try count(
                    SyntheticRates(ecg: ecg), ecg, ECGProcessor(rate: ecg), ECGOutput(),
                    process: { $0.process($1, into: &$2) }, clear: { $0.removeAll() },
                    found: { $0.beats.count }), 0
            ),
            (
                "PPG at 125 Hz",
                try count(
                    SyntheticRates(ppg: ppg), ppg, PPGProcessor(rate: ppg), PPGOutput(),
                    process: { $0.process($1, into: &$2) }, clear: { $0.removeAll() },
                    found: { $0.pulses.count }), 0
            ),
            (
                "EDA at 32 Hz",
                try count(
                    SyntheticRates(eda: eda), eda,
                    EDAProcessor(rate: eda, unit: .microsiemens), EDAOutput(),
                    process: { $0.process($1, into: &$2) }, clear: { $0.removeAll() },
                    found: { $0.levels.count }), 0
            ),
        ]
    }

    private static func count<Processor, Output>(
        _ rates: SyntheticRates, _ rate: Hertz, _ fresh: Processor, _ empty: Output,
        process: (inout Processor, [Double], inout Output) -> Void,
        clear: (inout Output) -> Void, found: (Output) -> Int
    ) throws -> Int {
        let length = Seconds(warmUp.value + measured.value)
        let person = try SyntheticPerson(
            seed: 11, phases: [.init(.rest, duration: length, heartRate: 66, rmssd: 35)])
        var source = try SyntheticSource(person: person, rates: rates)
        var (processor, output) = (fresh, empty)
        let step = max(1, Int(chunk.value * rate.value))
        var (seconds, allocations, finds) = (0.0, 0, 0)
        while let stretch = source.next(seconds: 60) {
            let samples = stretch.blocks.flatMap(\.samples)
            // Cut beforehand: the pieces are not the processor's.
            let pieces = stride(from: 0, to: samples.count, by: step).map {
                Array(samples[$0..<min(samples.count, $0 + step)])
            }
            let before = allocation_count()
            for piece in pieces {
                process(&processor, piece, &output)
                finds += found(output)
                clear(&output)
            }
            if seconds >= warmUp.value { allocations += allocation_count() - before }
            seconds += 60
        }
        guard finds > 0 else { throw Failure("Nothing was found in the signal.") }
        return allocations
    }
}
