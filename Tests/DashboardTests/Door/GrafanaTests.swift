import Foundation
import TestKit
import Testing

@testable import Dashboard

/// The dashboard file: what it asks for is what the agent exports.
struct GrafanaTests {
    private func dashboard() throws -> [String: Any] {
        let path = packageRoot() + "/hardware/deploy/grafana/healthypi.json"
        let value = try JSONSerialization.jsonObject(
            with: Data(contentsOf: URL(fileURLWithPath: path)))
        return try #require(value as? [String: Any])
    }

    private func panels() throws -> [[String: Any]] {
        try #require(try dashboard()["panels"] as? [[String: Any]])
    }

    @Test func everyExpressionAsksForMetricsThereAre() throws {
        let known = Set(Metric.allCases.map(\.rawValue))
        var asked: Set<String> = []
        let name = try Regex("(healthypi|process)_[a-z_]+")
        for panel in try panels() {
            for target in panel["targets"] as? [[String: Any]] ?? [] {
                let expression = try #require(target["expr"] as? String)
                let names = expression.matches(of: name).map { String(expression[$0.range]) }
                #expect(!names.isEmpty, "\(expression)")
                #expect(Set(names).subtracting(known).isEmpty, "\(expression)")
                asked.formUnion(names)
                // A counter is looked at by how it grows, a gauge as it stands.
                let isRate = expression.contains("rate(") || expression.contains("increase(")
                for name in names { #expect(name.hasSuffix("_total") == isRate, "\(expression)") }
            }
        }
        // Nothing that is exported goes unseen, but for who the agent is and whether its disk takes.
        #expect(
            known.subtracting(asked) == [
                Metric.buildInfo.rawValue, Metric.storeTaking.rawValue,
            ])
    }

    @Test func theFileIsADashboard() throws {
        let dashboard = try dashboard()
        #expect(dashboard["id"] is NSNull)
        #expect(dashboard["uid"] as? String == "healthypi-agent")
        #expect((dashboard["schemaVersion"] as? Int ?? 0) >= 36)
        let panels = try panels()
        let numbers = panels.compactMap { $0["id"] as? Int }
        #expect(Set(numbers).count == panels.count)
        for panel in panels {
            let place = try #require(panel["gridPos"] as? [String: Int])
            #expect((place["x"] ?? 99) + (place["w"] ?? 99) <= 24)
            #expect(panel["title"] is String)
            #expect(panel["type"] is String)
        }
    }

    /// No two panels lie on one another.
    @Test func panelsHaveRoom() throws {
        var taken: Set<[Int]> = []
        for panel in try panels() {
            let place = try #require(panel["gridPos"] as? [String: Int])
            for x in 0..<(place["w"] ?? 0) {
                for y in 0..<(place["h"] ?? 0) {
                    let isFree = taken.insert([(place["x"] ?? 0) + x, (place["y"] ?? 0) + y])
                        .inserted
                    #expect(isFree, "\(panel["title"] ?? "")")
                }
            }
        }
    }
}
