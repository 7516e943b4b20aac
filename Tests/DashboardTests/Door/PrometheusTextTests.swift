import Testing

@testable import Dashboard

/// The text that Prometheus reads, character for character.
struct PrometheusTextTests {
    @Test func aMetricIsItsHelpItsTypeAndItsSamples() {
        let text = PrometheusText.text([
            MetricFamily(
                metric: .samples,
                samples: [
                    .init(1_000, [("board", "healthypi5"), ("model", "healthypi5")]),
                    .init(2.5, []),
                ])
        ])
        #expect(
            text == """
                # HELP healthypi_samples_total Samples that came from the board, all channels.
                # TYPE healthypi_samples_total counter
                healthypi_samples_total{board="healthypi5",model="healthypi5"} 1000
                healthypi_samples_total 2.5

                """)
    }

    @Test func labelsAreEscaped() {
        let text = PrometheusText.text([
            MetricFamily(metric: .quality, samples: [.init(1, [("channel", "a\\b\"c\nd")])])
        ])
        #expect(text.contains(#"{channel="a\\b\"c\nd"} 1"#))
        #expect(text.split(separator: "\n").count == 3)
    }

    @Test func whatIsNoNumberHasNoLine() {
        let text = PrometheusText.text([
            MetricFamily(metric: .storeBytes, samples: [.init(.nan), .init(.infinity)])
        ])
        #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("#") })
    }

    /// Each line of a whole page: a comment of a known metric, or a sample of it.
    @Test func aWholePageIsWellFormed() throws {
        let page = PrometheusText.text(
            MetricTable.families(.sample, now: 100, includingMeasured: true))
        let sample = try Regex(
            #"^[a-z][a-z0-9_]*(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? -?[0-9][0-9.e+-]*$"#)
        var current = ""
        for line in page.split(separator: "\n").map(String.init) {
            if line.hasPrefix("# HELP ") {
                current = String(line.dropFirst(7).prefix { $0 != " " })
                #expect(Metric(rawValue: current) != nil)
            } else if line.hasPrefix("# TYPE ") {
                let kind = current.hasSuffix("_total") ? "counter" : "gauge"
                #expect(line == "# TYPE \(current) \(kind)")
            } else {
                #expect(line.wholeMatch(of: sample) != nil, "\(line)")
                #expect(line.prefix { $0 != " " && $0 != "{" } == current)
            }
        }
        #expect(page.hasSuffix("\n"))
    }
}
