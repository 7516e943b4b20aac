import Biosignals
import Synthesis
import TestKit
import Testing

@Suite struct HeartRhythmTests {
    private func rmssd(_ rr: [Double]) -> Double {
        let squares = zip(rr, rr.dropFirst()).map { ($1 - $0) * ($1 - $0) }
        return (squares.reduce(0, +) / Double(squares.count)).squareRoot()
    }

    private func beats(_ person: SyntheticPerson) throws -> [SyntheticTruth.Beat] {
        try drain(person, SyntheticRates(eda: 1)).truth.beats
    }

    @Test(
        arguments: [(70.0, 40.0), (55, 80), (70, 15), (110, 10), (180, 4)], [10.0, 15, 22])
    func rmssdMeetsItsTarget(rhythm: (rate: Double, rmssd: Double), breathing: Double) throws {
        let person = try resting(
            minutes: 30, heartRate: PerMinute(rhythm.rate), rmssd: Milliseconds(rhythm.rmssd),
            breathing: PerMinute(breathing))
        let rr = try beats(person).map(\.rrMilliseconds)
        expect(rmssd(rr), isClose: rhythm.rmssd, withinRelative: 0.08)
    }

    @Test func fiveMinuteWindowsStayNearTheTarget() throws {
        for seed in 1...8 as ClosedRange<UInt64> {
            let rr = try beats(resting(seed: seed)).map(\.rrMilliseconds)
            expect(rmssd(rr), isClose: 40, withinRelative: 0.12)
        }
    }

    @Test func rmssdDeclinesWhenToldTo() throws {
        let person = try resting(minutes: 40, rmssd: 45, rmssdAtEnd: 30)
        let all = try beats(person)
        let early = all.filter { $0.seconds < 300 }.map(\.rrMilliseconds)
        let late = all.filter { $0.seconds > 2_100 }.map(\.rrMilliseconds)
        // Linear: the means over the first and last eighth are 44.06 and 30.94 ms.
        expect(rmssd(early), isClose: 44.06, withinRelative: 0.12)
        expect(rmssd(late), isClose: 30.94, withinRelative: 0.12)
    }

    @Test(arguments: [45.0, 70, 120, 200])
    func heartRateMeetsItsTarget(rate: Double) throws {
        let person = try resting(minutes: 20, heartRate: PerMinute(rate), rmssd: 10)
        expect(Double(try beats(person).count), isClose: 20 * rate, withinRelative: 0.02)
    }

    @Test func withoutVariabilityTheHeartIsAClock() throws {
        let rr = try beats(resting(heartRate: 60, rmssd: 0)).map(\.rrMilliseconds)
        #expect(rr.allSatisfy { abs($0 - 1_000) < 1e-9 })
    }

    @Test func intervalsAreTheDifferencesOfTheBeats() throws {
        let all = try beats(resting())
        for (first, second) in zip(all, all.dropFirst()) {
            expect(
                second.rrMilliseconds, isClose: (second.seconds - first.seconds) * 1_000,
                within: 1e-9)
        }
    }

    /// Power by correlation with a sine and cosine: the variability lies at the breathing rate and
    /// around 0.1 Hz, not between.
    @Test func variabilityLiesWhereItShould() throws {
        let all = try beats(resting(minutes: 10, heartRate: 75, breathing: 18))
        func power(_ band: ClosedRange<Double>) -> Double {
            stride(from: band.lowerBound, through: band.upperBound, by: 0.002).reduce(0) {
                let mean = all.reduce(0) { $0 + $1.rrMilliseconds } / Double(all.count)
                var (real, imaginary) = (0.0, 0.0)
                for beat in all {
                    let angle = 2 * Double.pi * $1 * beat.seconds
                    real += (beat.rrMilliseconds - mean) * cosine(angle)
                    imaginary += (beat.rrMilliseconds - mean) * cosine(angle - .pi / 2)
                }
                return $0 + real * real + imaginary * imaginary
            }
        }
        #expect(power(0.26...0.34) > 5 * power(0.16...0.24))
        #expect(power(0.08...0.12) > 3 * power(0.16...0.20))
    }

    @Test func phasesBlendWithinHalfAMinute() throws {
        let person = try SyntheticPerson(
            seed: 3,
            phases: [
                .init(.rest, duration: 120, heartRate: 60, rmssd: 20),
                .init(.walk, duration: 120, heartRate: 110, rmssd: 8),
            ])
        let all = try beats(person)
        let change = all.filter { (120..<151).contains($0.seconds) }
        let steps = zip(change, change.dropFirst()).map {
            abs($1.rrMilliseconds - $0.rrMilliseconds)
        }
        #expect((steps.max() ?? 0) < 120, "No jump of the heart rate.")
        let walking = all.filter { $0.seconds > 155 }
        expect(Double(walking.count) / 85 * 60, isClose: 110, within: 3)
    }
}
