extension PersonalLayer {
    /// A calibration with this person's answers on top of it: what it says is moved, and its name says by
    /// how many answers. Where nothing was calibrated, nothing is moved.
    public func over<Inputs: Sendable>(
        _ calibration: @escaping ConfidenceModel<Inputs>.Calibration
    ) -> ConfidenceModel<Inputs>.Calibration {
        guard count > 0 else { return calibration }
        return { [self] raw, inputs, rule in
            calibration(raw, inputs, rule).map {
                ConfidenceModel<Inputs>.Calibrated(
                    probability: personal($0.probability), id: "\($0.id)+answers:\(count)",
                    count: $0.count, unmoved: $0.probability)
            }
        }
    }
}
