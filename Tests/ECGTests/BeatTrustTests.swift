import Biosignals
import Testing

@testable import ECG

struct BeatTrustTests {
    /// A beat of a class known from ten beats with 3 % noise, one like the others.
    private let usual = BeatClasses.Likeness(
        correlation: 0.99, gain: 1, noise: 0.03, slopeNoise: 0.15, knowledge: 10_000, height: 1,
        concentration: 0.9, isStranger: false)

    /// The verdict on `last` after ten beats like `before`, 0.8 s apart.
    private func verdict(
        on last: BeatClasses.Likeness?, after before: BeatClasses.Likeness, interval: Seconds = 0.8,
        margin: Double = 3, isConfirmed: Bool? = nil
    ) -> BeatTrust.Verdict {
        var trust = BeatTrust()
        for _ in 0..<10 {
            _ = trust.judge(before, interval: 0.8, margin: 3, isConfirmed: nil, noise: 0)
        }
        return trust.judge(
            last, interval: interval, margin: margin, isConfirmed: isConfirmed,
            noise: 0)
    }

    private var noisy: BeatClasses.Likeness {
        var noisy = usual
        (noisy.noise, noisy.slopeNoise, noisy.correlation) = (0.2, 0.9, 0.7)
        (noisy.gain, noisy.isStranger, noisy.knowledge) = (0.6, true, 300)
        return noisy
    }

    @Test func aUsualBeatIsBelieved() {
        #expect(verdict(on: usual, after: usual).quality > 0.95)
    }

    @Test func whatOneCannotCompareIsNotGood() {
        let first = BeatTrust().judged(nil)
        #expect(first.quality < SignalQuality.usableMin)
        #expect(first.reason == .settling)
    }

    @Test func aStrangerIsBelievedInQuietAndNotInNoise() {
        var ectopic = usual
        (ectopic.correlation, ectopic.isStranger, ectopic.noise) = (0.3, true, 0.3)
        (ectopic.slopeNoise, ectopic.gain, ectopic.height) = (0.8, 0.7, 1.5)
        #expect(verdict(on: ectopic, after: usual, interval: 0.6).quality > 0.5)
        let inNoise = verdict(on: ectopic, after: noisy, interval: 0.6, margin: 2)
        #expect(inNoise.quality < SignalQuality.usableMin)
        #expect(inNoise.reason == .templateMismatch)
        // In quiet the noise of a stranger is not its strangeness.
        #expect(verdict(on: ectopic, after: usual).logNoise < -2.5)
    }

    @Test func everyPieceOfEvidenceCounts() {
        var before = usual
        (before.noise, before.slopeNoise) = (0.15, 0.5)
        let plain = verdict(on: before, after: before)
        func expectWorse(_ other: BeatTrust.Verdict, _ what: Comment) {
            #expect(other.quality < plain.quality, what)
        }
        var other = before
        other.slopeNoise = 0.8
        expectWorse(verdict(on: other, after: before), "noise within the QRS's band")
        other = before
        other.gain = 0.5
        expectWorse(verdict(on: other, after: before), "gain")
        other = before
        other.knowledge = 10
        expectWorse(verdict(on: other, after: before), "a class hardly known")
        other = before
        other.height = 2
        expectWorse(verdict(on: other, after: before), "height")
        expectWorse(verdict(on: before, after: before, interval: 0.4), "early")
        expectWorse(verdict(on: before, after: before, interval: 1.6), "late")
        expectWorse(verdict(on: before, after: before, margin: 1), "margin")
        let alone = verdict(on: before, after: before, isConfirmed: false)
        expectWorse(alone, "not confirmed")
        #expect(alone.reason == .detectorsDisagree)
    }

    /// Quality after twenty beats whose intervals alternate.
    private func quality(intervals: (Double, Double), noise: Double) -> Double {
        var before = usual
        (before.noise, before.slopeNoise) = (0.15, 0.5)
        var trust = BeatTrust()
        var quality = 0.0
        for number in 0..<20 {
            let interval = number.isMultiple(of: 2) ? intervals.0 : intervals.1
            quality =
                trust.judge(
                    before, interval: Seconds(interval), margin: 3, isConfirmed: nil, noise: noise
                ).quality
        }
        return quality
    }

    @Test func unsteadyIntervalsAreSuspectOnlyInNoise() {
        let jumping = (0.8, 0.4)
        let inQuiet = quality(intervals: jumping, noise: 0)
        #expect(inQuiet > 0.5)
        #expect(quality(intervals: jumping, noise: 0.2) > 0.9 * inQuiet)
        let inNoise = quality(intervals: jumping, noise: 1)
        #expect(inNoise < 0.05 * inQuiet, "\(inNoise) \(inQuiet)")
        // A steady rhythm, and one that sways by a fifth, gain by the noise.
        for steady in [(0.8, 0.8), (0.8, 0.66)] {
            #expect(quality(intervals: steady, noise: 1) > quality(intervals: steady, noise: 0))
        }
    }

    /// Quality of the sixth beat at an interval, after twenty in quiet 0.8 s apart.
    private func quality(at interval: Seconds, noise: Double) -> Double {
        var plain = usual
        (plain.noise, plain.slopeNoise) = (0.15, 0.5)
        var trust = BeatTrust()
        for _ in 0..<20 {
            _ = trust.judge(plain, interval: 0.8, margin: 3, isConfirmed: nil, noise: 0)
        }
        return (0..<6).map { _ in
            trust.judge(plain, interval: interval, margin: 3, isConfirmed: nil, noise: noise)
                .quality
        }[5]
    }

    @Test func noHeartDoublesItsRateWhereNoiseBegins() {
        #expect(quality(at: 0.4, noise: 0.15) > 0.8)
        #expect(quality(at: 0.4, noise: 0.4) < SignalQuality.usableMin)
        #expect(quality(at: 0.6, noise: 0.4) > 0.8)
    }

    @Test func heightCountsMoreInNoise() {
        var other = usual
        (other.height, other.slopeNoise) = (2, 0.5)
        var same = other
        same.height = 1
        func loss(in noise: Double) -> Double {
            let qualities = [same, other].map { likeness in
                var trust = BeatTrust()
                _ = trust.judge(usual, interval: 0.8, margin: 3, isConfirmed: nil, noise: noise)
                return trust.judge(
                    likeness, interval: 0.8, margin: 3, isConfirmed: nil, noise: noise
                ).quality
            }
            let odds = qualities.map { $0 / (1 - $0) }
            return odds[0] / odds[1]
        }
        #expect(loss(in: 0.6) > 1.9 * loss(in: 0))
    }

    @Test func aWaveIsNoBeat() {
        var wave = usual
        wave.concentration = 0.35
        #expect(verdict(on: wave, after: wave).quality < 0.1)
    }
}

extension BeatTrust {
    fileprivate func judged(_ likeness: BeatClasses.Likeness?) -> Verdict {
        var copy = self
        return copy.judge(likeness, interval: 10, margin: 3, isConfirmed: nil, noise: 0)
    }
}
