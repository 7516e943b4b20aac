import Testing

@testable import Agent

/// When Home Assistant is told: at once, when it comes, and now and then.
struct HomeAssistantMachineTests {
    private let online = Array("online".utf8)

    @Test func itIsToldOnceAndThenEveryTenMinutes() {
        var machine = HomeAssistantMachine()
        expect(&machine, at: 10, is: true)
        expect(&machine, at: 10.25, is: false)
        machine.announced(at: 10)
        expect(&machine, at: 609.9, is: false)
        expect(&machine, at: 610, is: true)
    }

    @Test func whenItComesItIsToldAtOnce() {
        var machine = announced()
        machine.hear(Array("offline".utf8))
        machine.hear(Array("online and more".utf8))
        machine.hear([])
        expect(&machine, at: 1, is: false)
        machine.hear(online)
        expect(&machine, at: 1, is: true)
    }

    /// It may have come between what was said and its hearing of it.
    @Test func comingDuringAnAnnouncementCountsAsComingAfter() {
        var machine = HomeAssistantMachine()
        expect(&machine, at: 0, is: true)
        machine.hear(online)
        machine.announced(at: 0)
        expect(&machine, at: 0, is: true)
        machine.announced(at: 0)
        expect(&machine, at: 1, is: false)
    }

    @Test func aBrokerThatIsAwayIsAskedAgainSoonButNotAtEveryTurn() {
        var machine = HomeAssistantMachine()
        expect(&machine, at: 0, is: true)
        machine.failed(at: 0)
        expect(&machine, at: 1.9, is: false)
        expect(&machine, at: 2, is: true)
    }

    @Test func aRefusalLastsUntilTheNextConnecting() {
        var machine = announced()
        machine.refused()
        machine.hear(online)
        expect(&machine, at: 10_000, is: false)
        machine.connected(at: 10_000)
        expect(&machine, at: 10_000, is: true)
    }

    /// Word of the connection comes after what was said on it; another one comes later.
    @Test func wordOfTheSameConnectionIsNoReasonToSayItTwice() {
        var machine = announced()
        machine.connected(at: 1)
        expect(&machine, at: 1, is: false)
        machine.connected(at: 100)
        expect(&machine, at: 100, is: true)
    }

    private func expect(
        _ machine: inout HomeAssistantMachine, at now: Double, is expected: Bool,
        _ place: SourceLocation = #_sourceLocation
    ) {
        let isDue = machine.shouldAnnounce(at: now)
        #expect(isDue == expected, sourceLocation: place)
    }

    private func announced() -> HomeAssistantMachine {
        var machine = HomeAssistantMachine()
        _ = machine.shouldAnnounce(at: 0)
        machine.announced(at: 0)
        return machine
    }
}
