import Foundation
import TestKit

/// `Golden/scipy.json`, written by make_golden.py.
struct Golden: Decodable {
    struct Filter: Decodable {
        let response: String
        let order: Int
        let cutoff: Double
        let rate: Double
        let output: [Double]
    }

    struct Spline: Decodable {
        let x: [Double]
        let y: [Double]
        let step: Double
        let values: [Double]
    }

    struct Welch: Decodable {
        let segment: Int
        let overlap: Int
        let rate: Double
        let resolution: Double
        let density: [Double]
    }

    let noise: [Double]
    let butterworth: [Filter]
    let spline: [Spline]
    let welch: [Welch]

    init() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let file = folder.appendingPathComponent("Golden/scipy.json")
        self = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
    }
}

/// Seeded noise in −1…1.
func noise(_ count: Int, seed: UInt64 = 1) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Double.random(in: -1...1, using: &generator) }
}
