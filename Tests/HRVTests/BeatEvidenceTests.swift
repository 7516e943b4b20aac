import Biosignals
import HRV
import TestKit
import Testing

@Suite struct BeatEvidenceTests {
    /// A beat in the second half of an interval, at so many ms after the true one, and what was known
    /// of it.
    private func edits(at milliseconds: Double, _ evidence: Fiducial.Evidence?) -> [BeatEdit] {
        var beats = beatSeconds(rhythm(100))
        beats.insert(beats[50] + milliseconds / 1_000, at: 51)
        var rr = RRIntervals()
        for index in 1..<beats.count {
            rr.append(
                endSeconds: beats[index],
                milliseconds: 1_000 * (beats[index] - beats[index - 1]), followsPrevious: true,
                evidence: index == 51 ? evidence : nil)
        }
        return NNEditor().edit(rr).edits
    }

    @Test func doubtMakesABeatEasierToTakeOutAndTrustHarder() throws {
        let doubtful = Fiducial.Evidence(
            amplitude: 1, templateCorrelation: 0.2, margin: 1, isConfirmed: false)
        let sound = Fiducial.Evidence(
            amplitude: 1, templateCorrelation: 0.99, margin: 3, isConfirmed: true)
        func cost(_ evidence: Fiducial.Evidence?) throws -> Double {
            let edit = try #require(edits(at: 400, evidence).first)
            #expect(edit.kind == .extra)
            return edit.costAfter
        }
        let (without, low, high) = (try cost(nil), try cost(doubtful), try cost(sound))
        expect(without - low, isClose: 2, within: 1e-9)
        expect(high - without, isClose: 2, within: 1e-9)
    }

    @Test func poorQualityMakesAMissedBeatLikelier() throws {
        func cost(_ quality: Double) throws -> Double {
            var beats = beatSeconds(rhythm(100))
            beats.remove(at: 50)
            let rr = RRIntervals(
                beatSeconds: beats, quality: beats.indices.map { $0 == 50 ? quality : 1 })
            let edit = try #require(NNEditor().edit(rr).edits.first)
            #expect(edit.kind == .missed)
            return edit.costAfter
        }
        expect(try cost(1) - cost(0.6), isClose: 1, within: 1e-9)
    }
}
