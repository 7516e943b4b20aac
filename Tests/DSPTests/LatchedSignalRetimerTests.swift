import Biosignals
import DSP
import RealModule
import TestKit
import Testing

@Suite struct LatchedSignalRetimerTests {
    @Test(arguments: [
        (128.0, 13.5), (128, 13.75), (128, 14), (128, 14.25), (128, 14.5), (256, 14), (256, 14.3),
    ])
    func theWaveComesBack(_ rate: Double, _ period: Double) throws {
        let held = hold(pulseWave, rate: rate, period: period, seconds: 60)
        let output = try retimed(held, rate: rate)
        #expect(output.count == held.count)
        let before = rmsError(held, of: pulseWave, rate: rate)
        let after = rmsError(output, of: pulseWave, rate: rate)
        #expect(after < before / 3)
    }

    @Test func pulseFeetAreWhereTheyWere() throws {
        let held = hold(pulseWave, rate: 128, period: 14, seconds: 60)
        let output = try retimed(held, rate: 128)
        let truth = (0..<held.count).map { pulseWave(Double($0) / 128) }
        let feet = crossings(truth)
        #expect(feet.count > 60)
        let before = timingError(crossings(held), feet)
        let after = timingError(crossings(output), feet)
        // A held value is 7 ms old in the mean, 4 ms more or less; that spread is beat jitter.
        #expect(before.mean > 5 && before.spread > 2)
        #expect(abs(after.mean) < 0.5 && after.spread < 0.5)
    }

    @Test(arguments: chunkings(of: 3_000))
    func outputDoesNotDependOnChunking(_ chunks: [Range<Int>]) throws {
        let held = hold(pulseWave, rate: 128, period: 14.2, seconds: 24).prefix(3_000)
        let fresh = try LatchedSignalRetimer(rate: 128, period: 0.014)
        var (whole, pieced) = (fresh, fresh)
        let expected = whole.process(Array(held)) + whole.finish()
        let output = chunks.flatMap { pieced.process(Array(held[$0])) } + pieced.finish()
        #expect(output == expected)
        #expect(pieced == whole)
    }

    @Test(arguments: [1.0, 8, 64])
    func coarseStepsAndRepeatedReadings(_ step: Double) throws {
        let wave = { (seconds: Double) in (pulseWave(seconds) / step).rounded() * step }
        let held = hold(wave, rate: 128, period: 13.8, seconds: 60)
        let output = try retimed(held, rate: 128)
        let (before, after) = (
            rmsError(held, of: pulseWave, rate: 128), rmsError(output, of: pulseWave, rate: 128)
        )
        // What the steps themselves cost, and no more than that again.
        #expect(after < max(before / 8, step))
        #expect(output.allSatisfy { $0.isFinite })
    }

    @Test func whatIsFlatStaysFlat() throws {
        let flat = Array(repeating: 900_000.0, count: 500)
        #expect(try retimed(flat, rate: 128) == flat)
        // A step between two flat stretches: each stays exactly what it was.
        let step = flat + Array(repeating: 900_100, count: 500)
        let output = try retimed(step, rate: 128)
        #expect(output.count == 1_000)
        #expect(output.prefix(496).allSatisfy { $0 == 900_000 })
        #expect(output.suffix(496).allSatisfy { $0 == 900_100 })
        #expect(output.allSatisfy { (900_000...900_100).contains($0) })
    }

    @Test func anHourLaterItIsAsGood() throws {
        // The reader's clock drifts by 200 ppm against the frames.
        let rate = 128.0
        let held = hold(pulseWave, rate: rate, period: 14 * 1.0002, seconds: 3_600)
        var retimer = try LatchedSignalRetimer(rate: 128, period: 0.014)
        var output = retimer.process(held)
        let waited = held.count - output.count
        output += retimer.finish()
        #expect(waited <= 8)
        let end = held.count - 60 * 128
        let squares = (end..<held.count - 128).map { index in
            let error = output[index] - pulseWave(Double(index) / rate)
            return error * error
        }
        let rms = (squares.reduce(0, +) / Double(squares.count)).squareRoot()
        #expect(rms < 1)
        expect(try #require(retimer.measuredPeriod), isClose: 14.0028 * 0.128, within: 0.002)
    }

    @Test func readingsWithoutARhythmAreStillInOrder() throws {
        var generator = SeededGenerator(seed: 9)
        var held: [Double] = []
        var value = 0.0
        for frame in 0..<6_000 {
            if frame == 0 || Bool.random(using: &generator) {
                value = pulseWave(Double(frame) / 128)
            }
            held.append(value)
        }
        let output = try retimed(held, rate: 128)
        #expect(output.count == held.count)
        let range = (held.min()! - 200)...(held.max()! + 200)
        #expect(output.allSatisfy(range.contains))
        #expect(
            rmsError(output, of: pulseWave, rate: 128) < rmsError(held, of: pulseWave, rate: 128))
    }

    @Test func aReaderThatSlipsIsFoundAgain() throws {
        // After 20 s the readings move by 6 ms, once.
        let first = hold(pulseWave, rate: 128, period: 14, seconds: 20)
        let whole = hold(pulseWave, rate: 128, period: 14, seconds: 60, phase: 9.7)
        let held = first + whole[first.count...]
        let output = try retimed(held, rate: 128)
        let tail = Array(output[(25 * 128)...])
        let shifted = { (seconds: Double) in pulseWave(seconds + 25) }
        #expect(rmsError(tail, of: shifted, rate: 128) < 2)
    }

    @Test func shortRuns() throws {
        for count in 0..<60 {
            let held = Array(hold(pulseWave, rate: 128, period: 14, seconds: 1).prefix(count))
            let output = try retimed(held, rate: 128)
            #expect(output.count == count)
            #expect(output.allSatisfy { $0.isFinite })
        }
    }

    @Test func whatCannotBeRetimed() {
        #expect(throws: DSPError.rateOutOfRange(rate: Hertz(1 / 0.014), allowed: 8...64)) {
            try LatchedSignalRetimer(rate: 64, period: 0.014)
        }
        #expect(throws: DSPError.rateOutOfRange(rate: 4, allowed: 8...128)) {
            try LatchedSignalRetimer(rate: 128, period: 0.25)
        }
        for period in [0, -1, Double.nan, .infinity] {
            #expect(throws: DSPError.self) {
                try LatchedSignalRetimer(rate: 128, period: Seconds(period))
            }
        }
        for rate in [0, -128, Double.nan, .infinity, 1] {
            #expect(throws: DSPError.self) {
                try LatchedSignalRetimer(rate: Hertz(rate), period: 0.014)
            }
        }
    }
}

/// Seconds at which the upstroke crosses half of its height, in the middle of which a foot's
/// tangent is drawn.
private func crossings(_ samples: [Double]) -> [Double] {
    (1..<samples.count).compactMap { index in
        let (before, after) = (samples[index - 1], samples[index])
        let level = 900_500.0
        guard before < level, after >= level else { return nil }
        return (Double(index - 1) + (level - before) / (after - before)) / 128
    }
}

/// Milliseconds by which events come later than the true ones nearest to them.
private func timingError(
    _ events: [Double], _ truth: [Double]
) -> (mean: Double, spread: Double) {
    let errors = truth.dropFirst(2).dropLast(2).compactMap { instant in
        events.min { abs($0 - instant) < abs($1 - instant) }.map { ($0 - instant) * 1_000 }
    }
    let mean = errors.reduce(0, +) / Double(errors.count)
    let squares = errors.map { ($0 - mean) * ($0 - mean) }
    return (mean, (squares.reduce(0, +) / Double(errors.count - 1)).squareRoot())
}

/// Two sines and a sharp upstroke: 72 pulses a minute of about 1,000 counts on a level of 900,000.
func pulseWave(_ seconds: Double) -> Double {
    let beat = seconds * 1.2
    let phase = beat - beat.rounded(.down)
    let systole = Double.exp(-(phase - 0.3) * (phase - 0.3) / (2 * 0.08 * 0.08))
    let reflection = Double.exp(-(phase - 0.6) * (phase - 0.6) / (2 * 0.12 * 0.12))
    return 900_000 + 1_000 * systole + 300 * reflection
        + 50 * .sin(2 * .pi * 0.25 * seconds)
}

/// What a board sends of a wave that it reads every `period` ms, the first time `phase` ms before
/// the first frame.
func hold(
    _ wave: (Double) -> Double, rate: Double, period: Double, seconds: Double, phase: Double = 3.7
) -> [Double] {
    (0..<Int(seconds * rate)).map { frame in
        let milliseconds = Double(frame) / rate * 1_000 + phase
        return wave(((milliseconds / period).rounded(.down) * period - phase) / 1_000)
    }
}

func retimed(_ held: [Double], rate: Double, period: Seconds = 0.014) throws -> [Double] {
    var retimer = try LatchedSignalRetimer(rate: Hertz(rate), period: period)
    let output = retimer.process(held)
    return output + retimer.finish()
}

/// Root mean square of what is not the wave, the first and last second left out.
func rmsError(_ samples: [Double], of wave: (Double) -> Double, rate: Double) -> Double {
    let inner = Int(rate)..<samples.count - Int(rate)
    let squares = inner.map { index in
        let error = samples[index] - wave(Double(index) / rate)
        return error * error
    }
    return (squares.reduce(0, +) / Double(inner.count)).squareRoot()
}
