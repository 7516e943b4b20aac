import Foundation
import Insights
import Testing

struct CalibrationTests {
    private let worth = Calibration.Worth(
        count: 10, baseRate: 0.5, brier: 0.2, brierSkill: 0.2, calibrationError: 0.03)

    private func made(_ map: Calibration.Map) -> Calibration {
        Calibration(id: "made", map: map, count: 10, subjects: 2, worth: worth)
    }

    @Test func anIdentityChangesNothing() {
        for p in [0.01, 0.3, 0.5, 0.9] {
            #expect(abs(made(.platt(slope: 1, offset: 0)).apply(p) - p) < 1e-12)
            // a ln p − b ln(1 − p) with a = b = 1 are the log-odds.
            #expect(abs(made(.beta(a: 1, b: 1, c: 0)).apply(p) - p) < 1e-12)
        }
    }

    @Test func threeParametersByHand() {
        // 2 · ln 0.5 − 1 · ln 0.5 + 0 = ln 0.5; odds 1/2; 1/3.
        #expect(abs(made(.beta(a: 2, b: 1, c: 0)).apply(0.5) - 1.0 / 3) < 1e-12)
        // Half of ln 9 is ln 3; 3/4.
        #expect(abs(made(.platt(slope: 0.5, offset: 0)).apply(0.9) - 0.75) < 1e-12)
    }

    @Test func certaintyIsWhatDrawsCanTell() {
        let same = made(.platt(slope: 1, offset: 0))
        #expect(abs(same.apply(1) - (1 - Calibration.least)) < 1e-12)
        #expect(abs(same.apply(0) - Calibration.least) < 1e-12)
        #expect(same.apply(.nan) == 0)
    }

    @Test func theShippedOneNeverFallsAsTheRawRises() {
        let said = (0...100).map { Calibration.stationary.apply(Double($0) / 100) }
        #expect(zip(said, said.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(said.allSatisfy { (0...1).contains($0) })
    }

    private struct File: Decodable {
        struct Tested: Decodable {
            let n: Int
            let baseRate, brier, brierSkill, ece: Double
        }
        let id, kind: String
        let parameters: [String: Double]
        let unrest: [String: Double]?
        let n, subjects: Int
        let tested: Tested
    }

    @Test func theFileSaysTheSameAsTheCode() throws {
        let project = URL(filePath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let shipped = Calibration.stationary
        let path = project.appending(path: "Benchmarks/Calibrations/\(shipped.id).json")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let file = try decoder.decode(File.self, from: Data(contentsOf: path))
        #expect(file.id == shipped.id)
        #expect(file.unrest?["heart_rate"] == shipped.unrest?.heartRateWeight)
        #expect(file.unrest?["sway"] == shipped.unrest?.swayWeight)
        #expect(file.unrest?["usual_heart_rate"] == shipped.unrest?.usual.heartRate)
        #expect(file.unrest?["usual_sway"] == shipped.unrest?.usual.sway)
        #expect((file.n, file.subjects) == (shipped.count, shipped.subjects))
        switch shipped.map {
        case .platt(let slope, let offset):
            #expect(file.kind == "platt")
            #expect(file.parameters == ["slope": slope, "offset": offset])
        case .beta(let a, let b, let c):
            #expect(file.kind == "beta")
            #expect(file.parameters == ["a": a, "b": b, "c": c])
        }
        #expect(
            Calibration.Worth(
                count: file.tested.n, baseRate: file.tested.baseRate, brier: file.tested.brier,
                brierSkill: file.tested.brierSkill, calibrationError: file.tested.ece)
                == shipped.worth)
    }

    /// The gate of the issue, on cases that had no part in the fit.
    @Test func theShippedOneHoldsItsFloors() {
        #expect(Calibration.stationary.worth.calibrationError <= 0.05)
        #expect(Calibration.stationary.worth.brierSkill > 0)
    }
}
