import Biosignals
import Synthesis
import Testing

@Suite struct SyntheticPersonTests {
    typealias Phase = SyntheticPerson.Phase

    @Test func noPhasesIsAnError() {
        #expect(throws: SynthesisError.noPhases) { try SyntheticPerson(seed: 1, phases: []) }
        #expect(
            SynthesisError.noPhases.description
                == "A synthetic person without phases lives no second. Give at least one.")
    }

    @Test func aPhaseThatNoBodyCanDoIsAnError() {
        let impossible: [Phase] = [
            Phase(.rest, duration: 0, heartRate: 60, rmssd: 30),
            Phase(.rest, duration: Seconds(.infinity), heartRate: 60, rmssd: 30),
            Phase(.rest, duration: 60, heartRate: 0, rmssd: 30),
            Phase(.rest, duration: 60, heartRate: PerMinute(.nan), rmssd: 30),
            Phase(.rest, duration: 60, heartRate: 60, rmssd: -1),
            Phase(.rest, duration: 60, heartRate: 200, rmssd: 80),
            Phase(.rest, duration: 60, heartRate: 60, rmssd: 30, rmssdAtEnd: 500),
            Phase(.rest, duration: 60, heartRate: 60, rmssd: 30, breathing: 1),
            Phase(.rest, duration: 60, heartRate: 60, rmssd: 30, scrRate: 1_000),
            Phase(.rest, duration: 60, heartRate: 60, rmssd: 30, motion: -0.1),
        ]
        for phase in impossible {
            #expect(throws: SynthesisError.self) { try SyntheticPerson(seed: 1, phases: [phase]) }
        }
    }

    @Test func theErrorNamesThePhaseAndTheRange() {
        let good = Phase(.rest, duration: 60, heartRate: 60, rmssd: 30)
        var bad = good
        bad.breathing = 90
        #expect(
            throws: SynthesisError.outOfRange(
                what: "phase 1: breathing per min", value: 90, allowed: 4...45)
        ) { try SyntheticPerson(seed: 1, phases: [good, bad]) }
        #expect(
            SynthesisError.outOfRange(what: "noise", value: -1, allowed: 0...100).description
                == "noise is -1.0; it lies between 0.0 and 100.0.")
    }

    @Test func ratesAreChecked() throws {
        let person = try SyntheticPerson(
            seed: 1, phases: [Phase(.rest, duration: 60, heartRate: 60, rmssd: 30)])
        #expect(throws: SynthesisError.noChannels) {
            try SyntheticSource(person: person, rates: SyntheticRates())
        }
        let impossible = [
            SyntheticRates(ecg: 10), SyntheticRates(ppg: 0), SyntheticRates(eda: Hertz(.nan)),
            SyntheticRates(respiration: Hertz(.infinity)), SyntheticRates(acceleration: -25),
        ]
        for rates in impossible {
            #expect(throws: SynthesisError.self) {
                try SyntheticSource(person: person, rates: rates)
            }
        }
    }

    @Test func durationIsThatOfAllPhases() throws {
        #expect(try shortDay().duration == 90)
    }
}
