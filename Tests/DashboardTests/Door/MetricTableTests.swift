import Testing

@testable import Dashboard

/// What a snapshot says as metrics, and what it keeps to itself.
struct MetricTableTests {
    @Test func namesAreAsPrometheusAsksForThem() {
        for metric in Metric.allCases {
            let name = metric.rawValue
            #expect(name.hasPrefix("healthypi_") || name.hasPrefix("process_"), "\(name)")
            #expect(name.allSatisfy { $0.isLowercase || $0 == "_" || $0.isNumber }, "\(name)")
            #expect(metric.help.hasSuffix("."), "\(name)")
        }
        #expect(Set(Metric.allCases.map(\.rawValue)).count == Metric.allCases.count)
    }

    @Test func measuresAreToldWithTheirIntervals() {
        #expect(value(.heartRate, ["source": "ecg"]) == 62)
        #expect(value(.rmssd, ["source": "ecg"]) == 42.1)
        #expect(value(.rmssdLow, ["source": "ecg"]) == 36)
        #expect(value(.rmssdHigh, ["source": "ecg"]) == 48.9)
        #expect(value(.beats, ["source": "ecg"]) == 63)
        #expect(value(.edits, ["source": "ecg"]) == 2)
    }

    @Test func theMachinesOwnFiguresAreTold() {
        #expect(value(.loopAge) == 1)
        #expect(value(.ready) == 1)
        #expect(value(.lostSamples, ["board": "healthypi5", "model": "healthypi5"]) == 3)
        #expect(value(.droppedSamples, ["board": "healthypi5", "model": "healthypi5"]) == 1)
        #expect(value(.clockError) == 0.02)
        #expect(value(.outboxWaiting) == 4)
        #expect(value(.outboxPublished) == 38)
        #expect(value(.brokerState, ["state": "connected"]) == 1)
        #expect(value(.brokerState, ["state": "waiting"]) == 0)
        #expect(value(.insights, ["kind": "stationary"]) == 2)
        #expect(value(.insightConfidence, ["kind": "stationary"]) == 0.85)
        #expect(value(.residentBytes) == 50_000_000)
    }

    /// Not known, or long past: no sample, and never a 0.
    @Test func whatIsNotKnownIsNotThere() {
        let families = MetricTable.families(.sample, now: 100, includingMeasured: true)
        let names = families.map(\.metric)
        #expect(!names.contains(.breathingRate))
        #expect(!names.contains(.skinLevel))
        #expect(families.first { $0.metric == .quality }?.samples.count == 1)
        #expect(families.allSatisfy { !$0.samples.isEmpty })
    }

    @Test func withoutMeasuredValuesNothingOfThePersonIsThere() {
        let families = MetricTable.families(.sample, now: 100, includingMeasured: false)
        #expect(families.count > 15)
        #expect(families.allSatisfy { !$0.metric.isMeasured })
        let text = PrometheusText.text(families)
        for word in ["heart", "rmssd", "beats", "edits", "breathing", "skin", "stationary_minutes"]
        {
            #expect(!text.contains("healthypi_" + word), "\(word)")
        }
    }

    private func value(_ metric: Metric, _ labels: [String: String] = [:]) -> Double? {
        MetricTable.families(.sample, now: 100, includingMeasured: true)
            .first { $0.metric == metric }?.samples
            .first { sample in
                sample.labels.count == labels.count
                    && sample.labels.allSatisfy { labels[$0.name] == $0.value }
            }?.value
    }
}
