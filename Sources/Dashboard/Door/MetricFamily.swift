/// One metric with all its samples, as Prometheus understands the word.
struct MetricFamily: Equatable, Sendable {
    enum Kind: String, Sendable { case counter, gauge }

    struct Sample: Equatable, Sendable {
        var labels: [(name: String, value: String)]
        var value: Double

        init(_ value: Double, _ labels: [(name: String, value: String)] = []) {
            self.value = value
            self.labels = labels
        }

        static func == (one: Sample, other: Sample) -> Bool {
            one.value == other.value && one.labels.elementsEqual(other.labels) { $0 == $1 }
        }
    }

    let metric: Metric
    var samples: [Sample]
}
