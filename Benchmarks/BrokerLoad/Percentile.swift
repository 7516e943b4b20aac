extension [Double] {
    /// The value that this share (0…1) of them does not exceed; NaN of none.
    public func quantile(_ share: Double) -> Double {
        let sorted = sorted()
        guard !sorted.isEmpty else { return .nan }
        let place = (share * Double(sorted.count)).rounded(.up)
        return sorted[Swift.min(Swift.max(Int(place) - 1, 0), sorted.count - 1)]
    }
}
