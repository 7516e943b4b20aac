/// Numbers and lists as method cards print them.
enum HRVText {
    /// Without a fraction if it has none.
    static func number(_ value: Double) -> String {
        if let whole = Int(exactly: value) { return "\(whole)" }
        return "\(value)"
    }

    static func band(_ band: Range<Double>) -> String {
        "[\(number(band.lowerBound)), \(edge(band.upperBound))) Hz"
    }

    /// Two digits at least, as the field writes 0.40 Hz.
    private static func edge(_ value: Double) -> String {
        value == 0.4 ? "0.40" : number(value)
    }
}
