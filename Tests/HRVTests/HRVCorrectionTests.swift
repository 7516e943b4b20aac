import Biosignals
import HRV
import Testing

struct HRVCorrectionTests {
    /// About 800 ms throughout but for 1,000 (a quarter more; back again is not over a fifth) and 2,100,
    /// with the one behind it.
    private let rr: RRIntervals = {
        var milliseconds = (0..<120).map { 800 + [0.0, 8, -5, 3, 6][$0 % 5] }
        milliseconds[40] = 1_000
        milliseconds[85] = 2_100
        return RRIntervals(milliseconds: milliseconds)
    }()

    @Test func removalLeavesOutWhatIsTooFarFromItsNeighbourOrImpossible() {
        let nn = HRVPreset.physionet.correction.applied(to: rr).nn
        #expect(nn.edits.map(\.kind) == [.excluded, .excluded, .excluded])
        let kept = rr.milliseconds.indices.filter { ![40, 85, 86].contains($0) }
        #expect(nn.milliseconds == kept.map { rr.milliseconds[$0] })
        // Each leaves a gap: the interval behind it follows nothing.
        #expect(nn.followsPrevious.count { !$0 } == 3)
    }

    /// Every way of correcting gives back the intervals as they were when all its edits are undone.
    @Test(arguments: HRVCorrection.names + ["physionet"])
    func undoingAllGivesTheIntervalsAsTheyWere(_ name: String) throws {
        let correction =
            name == "physionet"
            ? HRVPreset.physionet.correction : try #require(HRVCorrection(named: name))
        let edits = correction.applied(to: rr).nn.edits
        let undone = correction.applied(to: rr, without: Set(edits.map(\.id))).nn
        #expect(undone.milliseconds == rr.milliseconds)
        #expect(undone.edits.isEmpty)
        #expect(edits.isEmpty == (name == "none"), "\(edits)")
    }
}
