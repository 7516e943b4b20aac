import Biosignals
import EDA
import Foundation
import TestKit
import Testing

/// On simulated skin conductance whose responses are known, the detectors may get better, not
/// worse. A response is found if a peak lies within a second of its true one.
struct EDAFloorTests {
    private struct Scored {
        var match: PeakMatch
        var rmse: Double
    }

    private static func score(
        _ responses: [SkinConductanceResponse], _ levels: [SkinConductanceLevel], rate: Double,
        peaks: [Double], tonic: [Double]
    ) -> Scored {
        let match = PeakMatch(found: responses.map { $0.peak / rate }.sorted(), truth: peaks)
        let errors = levels.compactMap { level -> Double? in
            let index = Int((Double(level.second) + 0.5) * rate)
            return index < tonic.count ? level.level.value - tonic[index] : nil
        }
        let squares = errors.reduce(0) { $0 + $1 * $1 }
        return Scored(match: match, rmse: (squares / Double(max(1, errors.count))).squareRoot())
    }

    private static func live(
        _ samples: [Double], rate: Double, peaks: [Double], tonic: [Double]
    ) throws -> Scored {
        var processor = try EDAProcessor(rate: Hertz(rate), unit: .microsiemens)
        var output = EDAOutput()
        processor.process(samples, into: &output)
        processor.finish(into: &output)
        return score(output.responses, output.levels, rate: rate, peaks: peaks, tonic: tonic)
    }

    private static func offline(
        _ samples: [Double], rate: Double, peaks: [Double], tonic: [Double]
    ) throws -> Scored {
        let parts = try EDADecomposition(conductance: samples, rate: Hertz(rate))
        return score(parts.responses, parts.levels, rate: rate, peaks: peaks, tonic: tonic)
    }

    @Test(arguments: [4.0, 32])
    func liveFindsTheResponsesOfVariedBodies(_ rate: Double) throws {
        var gross = PeakMatch(found: [], truth: [])
        for seed in UInt64(1)...12 {
            let recipe = VariedEDA.Recipe.varied(seed, rate: rate, minutes: 5)
            let body = VariedEDA(recipe, seed: seed)
            let scored = try Self.live(
                body.samples, rate: rate, peaks: body.responses.map(\.peak), tonic: body.tonic)
            gross.add(scored.match)
            #expect(scored.rmse <= 0.07, "seed \(seed)")
        }
        #expect(gross.truth > 200)
        #expect(gross.f1 >= 94, "Se \(gross.sensitivity) +P \(gross.positivePredictivity)")
    }

    @Test(arguments: [4.0, 32])
    func offlineFindsTheResponsesOfVariedBodies(_ rate: Double) throws {
        var gross = PeakMatch(found: [], truth: [])
        for seed in UInt64(1)...3 {
            let recipe = VariedEDA.Recipe.varied(seed, rate: rate, minutes: 4)
            let body = VariedEDA(recipe, seed: seed)
            let scored = try Self.offline(
                body.samples, rate: rate, peaks: body.responses.map(\.peak), tonic: body.tonic)
            gross.add(scored.match)
            #expect(scored.rmse <= 0.015, "seed \(seed)")
        }
        #expect(gross.truth > 30)
        #expect(gross.f1 >= 97, "Se \(gross.sensitivity) +P \(gross.positivePredictivity)")
    }

    /// The simulated reference of the project, made by another generator.
    @Test(arguments: ["eda_sim_4hz", "eda_sim_32hz"])
    func staysAboveItsFloorOnTheReference(_ name: String) throws {
        guard let reference = Self.reference(name) else {
            print("EDAFloorTests: golden/\(name).json was not found; set HEALTHYPI_GOLDEN.")
            return
        }
        let live = try Self.live(
            reference.signal, rate: reference.rate, peaks: reference.peaks, tonic: reference.tonic)
        #expect(live.match.f1 >= 93, "live \(live.match.sensitivity)")
        #expect(live.rmse <= 0.025)
        let offline = try Self.offline(
            reference.signal, rate: reference.rate, peaks: reference.peaks, tonic: reference.tonic)
        #expect(offline.match.f1 >= 96, "offline \(offline.match.sensitivity)")
        #expect(offline.rmse <= 0.015)
    }

    private struct Reference {
        var rate: Double
        var signal: [Double]
        var peaks: [Double]
        var tonic: [Double]
    }

    private static func reference(_ name: String) -> Reference? {
        let folder =
            ProcessInfo.processInfo.environment["HEALTHYPI_GOLDEN"]
            ?? packageRoot() + "/../shared/golden"
        guard let data = FileManager.default.contents(atPath: "\(folder)/\(name).json"),
            let whole = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
            let rate = whole["fs"] as? Double, let signal = whole["signal_uS"] as? [Double],
            let truth = whole["truth"] as? [String: Any],
            let onsets = truth["onset_s"] as? [Double],
            let rises = truth["time_to_peak_s"] as? [Double],
            let tonic = truth["tonic"] as? [Double]
        else { return nil }
        return Reference(
            rate: rate, signal: signal, peaks: zip(onsets, rises).map(+).sorted(), tonic: tonic)
    }
}
