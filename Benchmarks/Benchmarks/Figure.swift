/// One line of the report.
struct Figure: Encodable {
    let name: String
    let value: Double
    let unit: String
    /// Nil where nothing is asked.
    let most: Double?
    let least: Double?

    init(
        _ name: String, _ value: Double, _ unit: String, most: Double? = nil, least: Double? = nil
    ) {
        self.name = name
        self.value = value
        self.unit = unit
        self.most = most
        self.least = least
    }

    var isMissed: Bool {
        !(most.map { value <= $0 } ?? true) || !(least.map { value >= $0 } ?? true)
    }
}
