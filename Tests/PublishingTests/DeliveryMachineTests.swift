import Publishing
import TestKit
import Testing

@Suite struct DeliveryMachineTests {
    private let gone = PublishingError.brokerUnreachable(broker: "nats://hub:4222")
    private let missing = PublishingError.streamMissing(
        stream: "AGENT_healthypi", broker: "nats://hub:4222", agent: "healthypi")

    private func machine(stopping: Bool = false) -> DeliveryMachine {
        DeliveryMachine(
            stopsWhenOperatorNeeded: stopping, generator: SeededGenerator(seed: 1))
    }

    @Test func connectsPublishesAndRests() {
        var machine = machine()
        #expect(machine.handle(.started) == .connect)
        #expect(machine.handle(.connected) == .publish)
        #expect(machine.handle(.delivered(offered: 5, Delivery(acknowledged: 5))) == .publish)
        #expect(machine.handle(.delivered(offered: 0, Delivery(acknowledged: 0))) == .rest)
        #expect(machine.handle(.arrived) == .publish)
    }

    @Test func aFailureMeansWaitingAndConnectingAgain() {
        var machine = machine()
        _ = machine.handle(.started)
        _ = machine.handle(.connected)
        let torn = Delivery(acknowledged: 2, failure: .connectionLost(broker: "nats://hub:4222"))
        #expect(machine.handle(.delivered(offered: 5, torn)) == .wait(seconds: 0.5))
        #expect(machine.handle(.waited) == .connect)
        guard case .wait(let seconds) = machine.handle(.connectFailed(gone)) else {
            Issue.record("it did not wait")
            return
        }
        #expect((0.5...1).contains(seconds))
        #expect(machine.failure == gone)
    }

    @Test func progressResetsTheBackoff() {
        var machine = machine()
        _ = machine.handle(.started)
        for _ in 0..<10 { _ = machine.handle(.connectFailed(gone)) }
        _ = machine.handle(.waited)
        _ = machine.handle(.connected)
        _ = machine.handle(.delivered(offered: 1, Delivery(acknowledged: 1)))
        #expect(machine.failure == nil)
        #expect(machine.handle(.connectFailed(gone)) == .wait(seconds: 0.5))
    }

    @Test func whatOnlyAnOperatorMendsEndsAReplayButNotAService() {
        var replay = machine(stopping: true)
        _ = replay.handle(.started)
        #expect(replay.handle(.connectFailed(missing)) == .stop(missing))
        #expect(replay.handle(.waited) == .stop(missing))
        var service = machine()
        _ = service.handle(.started)
        #expect(service.handle(.connectFailed(missing)) == .wait(seconds: 0.5))
    }

    @Test func drainingEndsWhenNothingIsLeft() {
        var machine = machine()
        _ = machine.handle(.started)
        _ = machine.handle(.connected)
        #expect(machine.handle(.drainRequested) == .publish)
        #expect(machine.handle(.delivered(offered: 3, Delivery(acknowledged: 3))) == .publish)
        #expect(machine.handle(.delivered(offered: 0, Delivery(acknowledged: 0))) == .stop(nil))
    }

    @Test func drainingWaitsAtMostASecondAndEndsAtItsDeadline() {
        var machine = machine()
        _ = machine.handle(.started)
        #expect(machine.handle(.drainRequested) == .connect)
        for _ in 0..<12 {
            guard case .wait(let seconds) = machine.handle(.connectFailed(gone)) else {
                Issue.record("it did not wait")
                return
            }
            #expect(seconds <= DeliveryMachine.drainSecondsMax)
        }
        #expect(machine.handle(.drainDeadlinePassed) == .stop(gone))
    }
}
