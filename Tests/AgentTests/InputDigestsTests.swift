import Biosignals
import TestKit
import Testing
import Trust

@testable import Agent

@Suite struct InputDigestsTests {
    private let channel = Channel(
        name: "ECG", role: .ecg, unit: .millivolt, unitText: "mV", rate: 10,
        scale: DigitalScale(gain: 100, baseline: 7))

    private func samples(_ range: Range<Int>) -> [Double] { range.map { Double($0 % 50) / 100 } }

    private func digest(_ ranges: Range<Int>...) -> String {
        var digest = Digest()
        for range in ranges {
            digest.update(littleEndian: range.map { Int32($0 % 50 + 7) })
        }
        return "sha256:" + digest.hexadecimal
    }

    /// 10 Hz for 300 s, minute by minute; a bout begins with the second minute.
    @Test(arguments: [1, 7, 600, 3_000])
    func namesTheSamplesOfWindowAndBout(_ size: Int) {
        var digests = InputDigests(channel: channel)
        for start in stride(from: 0, to: 3_000, by: size) {
            let range = start..<min(start + size, 3_000)
            digests.append(SignalBlock(channel: 0, start: start, samples: samples(range)))
        }
        for minute in 1...5 {
            digests.advance(
                over: Double(minute * 60 - 60)..<Double(minute * 60),
                boutStart: minute > 1 ? 60 : nil)
        }
        #expect(digests.boutDigest == digest(600..<3_000))
        digests.endWindow(0..<300, keep: 10_800)
        #expect(digests.covering(0..<300) == [digest(0..<3_000)])
        // A window and two minutes, of which one is not over.
        #expect(digests.covering(0..<360) == [digest(0..<3_000)])
        #expect(digests.covering(60..<180) == [digest(600..<1_200), digest(1_200..<1_800)])
        #expect(digests.covering(70..<170) == [])
    }

    /// What is missing has no value to hash; what comes behind a gap is still told apart by time.
    @Test func aGapIsLeftOut() {
        var digests = InputDigests(channel: channel)
        digests.append(SignalBlock(channel: 0, start: 0, samples: samples(0..<300)))
        digests.append(SignalBlock(channel: 0, start: 450, samples: samples(450..<900)))
        digests.advance(over: 0..<60, boutStart: 0)
        #expect(digests.boutDigest == digest(0..<300, 450..<600))
        digests.advance(over: 60..<120, boutStart: nil)
        #expect(digests.boutDigest == nil)
        digests.endWindow(0..<120, keep: 10_800)
        #expect(digests.covering(0..<120) == [digest(0..<300, 450..<900)])
    }
}
