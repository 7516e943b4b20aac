import Biosignals
import DSP
import Respiration
import TestKit
import Testing

@Suite struct BeatModulationSamplerTests {
    private func beat(_ position: Double, quality: Double = 1) -> Fiducial {
        Fiducial(
            kind: .rPeak, position: position, quality: quality,
            evidence: .init(amplitude: position, margin: 2))
    }

    @Test func levelIsTheMeanAboutTheBeat() throws {
        // At 10 Hz 0.3 s are 3 samples: the mean of samples 7 to 13 of the ramp 0, 2, 4 … is 20.
        var sampler = try BeatModulationSampler(rate: 10, origin: 100)
        var output: [BeatModulation] = []
        sampler.process((0..<40).map { 2 * Double($0) }, beats: [beat(10)], into: &output)
        let expected = BeatModulation(time: 101, amplitude: 10, level: 20, quality: 1)
        #expect(output == [expected])
    }

    @Test func intervalsAreOfNeighboursThatCanBeTrusted() throws {
        var sampler = try BeatModulationSampler(rate: 10)
        var output: [BeatModulation] = []
        let beats = [beat(10), beat(20), beat(30, quality: 0.1), beat(40), beat(50), beat(90)]
        sampler.process(Array(repeating: 0, count: 200), beats: beats, into: &output)
        // The third is not to be trusted itself, the fourth may not count from it, the last is too far.
        #expect(output.map { $0.interval?.value } == [nil, 1, 1, nil, 1, nil])
    }

    @Test func outputDoesNotDependOnChunking() throws {
        var generator = SeededGenerator(seed: 4)
        let samples = (0..<600).map { _ in gaussian(&generator) }
        let beats = stride(from: 3.4, to: 598, by: 9.7).map { beat($0) }
        var expected: [BeatModulation] = []
        var whole = try BeatModulationSampler(rate: 10)
        whole.process(samples, beats: beats, into: &expected)
        whole.finish(into: &expected)
        #expect(expected.count == beats.count)
        for chunks in chunkings(of: samples.count) {
            var (pieced, found) = (try BeatModulationSampler(rate: 10), [BeatModulation]())
            for chunk in chunks {
                // A detector knows a beat 1.2 s after it.
                let known = beats.filter {
                    chunk.contains(min(Int($0.position) + 12, samples.count - 1))
                }
                pieced.process(Array(samples[chunk]), beats: known, into: &found)
            }
            pieced.finish(into: &found)
            #expect(found == expected)
        }
    }

    @Test func brokenSamplesAreSurvived() throws {
        var sampler = try BeatModulationSampler(rate: 10)
        var output: [BeatModulation] = []
        sampler.process([], beats: [beat(2)], into: &output)
        sampler.process([1, .nan, .infinity, 1, 1], beats: [], into: &output)
        sampler.finish(into: &output)
        #expect(output.map(\.level) == [1])
        sampler.process([1], beats: [beat(.nan)], into: &output)
        sampler.finish(into: &output)
        #expect(output.count == 2)
    }

    @Test(arguments: [4.9, 4_001, .nan])
    func anImpossibleRateIsRefused(_ rate: Double) {
        #expect(throws: DSPError.self) { try BeatModulationSampler(rate: Hertz(rate)) }
    }
}
