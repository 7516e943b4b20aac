import DeviceProtocols
import Testing

@testable import Agent

@Suite struct ContactTellerTests {
    private func off(_ isOff: Bool, _ seconds: Double) -> ElectrodeContact {
        ElectrodeContact(electrode: "RA", isOff: isOff, seconds: seconds)
    }

    @Test func aChangeIsToldAtOnceAndTheNextAfterAMinute() {
        var teller = ContactTeller()
        teller.note(off(true, 10))
        #expect(teller.due(at: 10) == [off(true, 10)])
        #expect(teller.due(at: 10.5).isEmpty)
        teller.note(off(false, 20))
        #expect(teller.due(at: 69).isEmpty)
        #expect(teller.due(at: 70) == [off(false, 20)])
    }

    @Test func whatWentBackWithinTheMinuteIsNotTold() {
        var teller = ContactTeller()
        teller.note(off(true, 10))
        _ = teller.due(at: 10)
        teller.note(off(false, 20))
        teller.note(off(true, 30))
        #expect(teller.due(at: 200).isEmpty)
    }

    @Test func onIsNoNewsBeforeOff() {
        var teller = ContactTeller()
        teller.note(off(false, 1))
        #expect(teller.due(at: 1).isEmpty)
    }
}
