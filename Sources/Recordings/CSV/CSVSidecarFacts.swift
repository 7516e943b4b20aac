public import Biosignals

/// What a sidecar file says about a CSV file.
public struct CSVSidecarFacts: Equatable, Sendable {
    public var rate: Hertz?
    public var start: UTCTime?
    /// Column names in order, for a file without a header row.
    public var columns: [String]
    /// Unit by column name.
    public var units: [String: String]
    /// What stands in the cell of a missing sample, besides nothing.
    public var missingWord: String?

    public init(
        rate: Hertz? = nil, start: UTCTime? = nil, columns: [String] = [],
        units: [String: String] = [:]
    ) {
        self.rate = rate
        self.start = start
        self.columns = columns
        self.units = units
    }
}
