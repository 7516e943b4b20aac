import DeviceProtocols
import Testing

@testable import Agent

struct SimulatedFaultsTests {
    @Test func everyFaultIsUnderstood() throws {
        let plans = try FaultPlan.plans(
            parsing: "drop=1e-4,flip=1e-5,burst=0.01:200,tear=0.5,swap=1,skew=-120.5,"
                + "unplug=20:2,leadoff=30:5,silence=60:4,banner", for: [.healthypi5])
        var plan = FaultPlan()
        (plan.byteDrop, plan.bitFlip, plan.tear, plan.swap) = (1e-4, 1e-5, 0.5, 1)
        (plan.burst, plan.burstBytes, plan.skew, plan.hasBanner) = (0.01, 200, -120.5, true)
        plan.unplug = FaultPlan.Interval(every: 20, lasting: 2)
        plan.leadOff = FaultPlan.Interval(every: 30, lasting: 5)
        plan.silence = FaultPlan.Interval(every: 60, lasting: 4)
        #expect(plans == [plan])
    }

    @Test func aPartMayBeForOneBoard() throws {
        let plans = try FaultPlan.plans(
            parsing: "skew=40,tinygsr:skew=-80,healthypi5:burst=1:7", for: [.healthypi5, .tinyGSR])
        #expect(plans.map(\.skew) == [40, -80])
        #expect(plans.map(\.burstBytes) == [7, 0])
    }

    @Test(arguments: [
        "", "drop", "drop=", "drop=2", "drop=-0.1", "drop=nan", "drop=inf", "drop=0x1p-4",
        "drop=1 ",
        "drop=0.1,", "dorp=0.1", "burst=0.1", "burst=0.1:0", "burst=0.1:1.5", "burst=0.1:2:3",
        "skew=20000", "unplug=20", "unplug=2:2", "unplug=2:20", "unplug=0:1", "leadoff=5:0",
        "silence=a:b", "banner=1", "banner=", "healthypi6:drop=0.1", "nonsense:drop=0.1", ":drop=1",
        "=", "drop=0.1;flip=0.1",
    ])
    func whatIsNotAFaultIsRefused(_ spec: String) {
        #expect(throws: FaultSpecError.self) {
            try FaultPlan.plans(parsing: spec, for: [.healthypi5])
        }
    }

    @Test func theErrorNamesThePartAndSaysWhatToWrite() {
        func text(_ spec: String) -> String? {
            do {
                _ = try FaultPlan.plans(parsing: spec, for: [.healthypi5])
                return nil
            } catch { return error.description }
        }
        #expect(
            text("drop=1e-4,flip=x")
                == "--faults flip=x: write a probability from 0 to 1, such as 1e-4.")
        #expect(
            text("unplug=2:20")
                == "--faults unplug=2:20: it must be over before it comes again; write seconds "
                + "from one to the next and seconds that it lasts, such as 20:2.")
        #expect(
            text("tinygsr:drop=1")
                == "--faults tinygsr:drop=1: tinygsr is not simulated. Write one of healthypi5 "
                + "before the colon.")
    }

    @Test func intervalsBeginAfterTheFirstPeriod() {
        let interval = FaultPlan.Interval(every: 20, lasting: 2)
        let times = [0, 1, 19.9, 20, 21.9, 22, 39.9, 40, 41, 42]
        #expect(
            times.map(interval.contains) == [
                false, false, false, true, true, false, false, true, true, false,
            ])
    }

    @Test func nothingIsTouchedWithoutAFault() {
        var injector = FaultInjector(plan: FaultPlan(), seed: 1)
        var bytes: [UInt8] = [1, 2, 3]
        #expect(injector.process(&bytes) == FrameDamage(made: 3))
        #expect(bytes == [1, 2, 3])
    }

    @Test(arguments: ["drop=0.02", "flip=0.01", "burst=0.1:50", "tear=0.2", "swap=0.2"])
    func theLedgerIsExact(_ spec: String) throws {
        let plan = try FaultPlan.plans(parsing: spec, for: [.healthypi5])[0]
        var injector = FaultInjector(plan: plan, seed: 3)
        var sent = 0
        var total = FrameDamage()
        for frame in 0..<2_000 {
            var bytes = [UInt8](repeating: UInt8(frame & 0xFF), count: 29)
            let damage = injector.process(&bytes)
            #expect(damage.sent == bytes.count)
            sent += bytes.count
            total.made += damage.made
            total.dropped += damage.dropped
            total.lostInBursts += damage.lostInBursts
            total.torn += damage.torn
            total.movedOut += damage.movedOut
            total.movedIn += damage.movedIn
            total.flippedBits += damage.flippedBits
        }
        #expect(total.made == 58_000)
        #expect(total.sent == sent)
        // 58,000 bytes: 1,160 ± 34, and 464,000 bits: 4,640 ± 68.
        if plan.byteDrop > 0 { #expect(abs(total.dropped - 1_160) < 150) }
        if plan.bitFlip > 0 { #expect(abs(total.flippedBits - 4_640) < 300) }
        // A burst of 50 begins in about every tenth frame that is not lost altogether.
        if plan.burst > 0 { #expect((5_000...11_000).contains(total.lostInBursts)) }
        if plan.tear > 0 { #expect((4_500...7_500).contains(total.torn)) }
        if plan.swap > 0 { #expect((4_500...7_500).contains(total.movedOut)) }
    }

    @Test func aFramesEndComesBehindTheNextFrame() throws {
        let plan = try FaultPlan.plans(parsing: "swap=1", for: [.healthypi5])[0]
        var injector = FaultInjector(plan: plan, seed: 3)
        var first: [UInt8] = Array(0..<10)
        var second: [UInt8] = Array(100..<110)
        let moved = injector.process(&first).movedOut
        _ = injector.process(&second)
        #expect(first == Array(0..<UInt8(10 - moved)))
        #expect(Array(second.suffix(moved)) == Array(UInt8(10 - moved)..<10))
    }

    @Test func aFrameIsDamagedAlikeWhateverCameBefore() throws {
        let plan = try FaultPlan.plans(parsing: "drop=0.1,flip=0.01", for: [.healthypi5])[0]
        func third(_ lengths: [Int]) -> [UInt8] {
            var injector = FaultInjector(plan: plan, seed: 5)
            var bytes: [UInt8] = []
            for length in lengths {
                bytes = (0..<length).map { UInt8($0) }
                _ = injector.process(&bytes)
            }
            return bytes
        }
        #expect(third([10, 20, 60]) == third([57, 3, 60]))
    }
}
