/// Samples at one rate, as stored numbers: value = number × factor + origin.
public struct FHIRSampledData: Encodable, Equatable, Sendable {
    let origin: FHIRQuantity
    /// Milliseconds from sample to sample: R4 calls them period, R5 interval.
    let period: Double?
    let interval: Double?
    let intervalUnit: String?
    let factor: Double
    let dimensions = 1
    let data: String

    /// - Parameters:
    ///   - numbers: stored numbers in order of time; nil where a sample is missing, which FHIR
    ///     writes as `E`.
    ///   - unit: the unit of the values.
    ///   - factor: of a stored number of 1, in that unit.
    public init(
        numbers: [Int?], rate: Double, unit: FHIRQuantity, factor: Double, release: FHIRRelease
    ) {
        origin = unit
        let step = 1_000 / rate
        period = release == .r4 ? step : nil
        interval = release == .r5 ? step : nil
        intervalUnit = release == .r5 ? "ms" : nil
        self.factor = factor
        data = numbers.map { $0.map(String.init) ?? "E" }.joined(separator: " ")
    }

    private enum CodingKeys: String, CodingKey {
        case origin, period, interval, intervalUnit, factor, dimensions, data
    }
}
