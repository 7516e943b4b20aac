/// One line of the report.
struct Figure {
    let name: String
    let value: Double
    let unit: String
    /// Nil where nothing is asked.
    let most: Double?

    init(_ name: String, _ value: Double, _ unit: String, most: Double? = nil) {
        self.name = name
        self.value = value
        self.unit = unit
        self.most = most
    }

    var isMissed: Bool { most.map { !(value <= $0) } ?? false }
}
