import Biosignals
import Sedentary
import Testing

@Suite struct PostureBoutsTests {
    private func event(_ start: Double, _ length: Double, _ sits: Bool) -> PostureBouts.Event {
        PostureBouts.Event(start: Seconds(start), duration: Seconds(length), isSedentary: sits)
    }

    /// Sits 0–100 and 100–200 (one bout), up 200–210, sits 210–400; the window is 50–300.
    @Test func boutsAreJoinedAndCutAtTheWindow() {
        let events = [
            event(0, 100, true), event(100, 100, true), event(200, 10, false),
            event(210, 190, true),
        ]
        let found = PostureBouts(events, within: [50...300])
        #expect(found.bouts == [50...200, 210...300])
        #expect(found.breaks == [200...210])
        #expect(found.sedentarySeconds == 240)
        #expect(found.bouts(ofAtLeast: 2) == 1)
    }

    @Test func noBreakReachesFromOneWindowToTheNext() {
        let events = [event(0, 1_000, true)]
        let found = PostureBouts(events, within: [0...100, 200...300])
        #expect(found.bouts.count == 2)
        #expect(found.breaks.isEmpty)
    }
}
