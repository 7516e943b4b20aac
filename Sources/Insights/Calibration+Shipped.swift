extension Calibration {
    /// Of a break's insight, all that it states: fitted to whole insights of seeded synthetic days,
    /// told apart on other seeds; no recorded person. Benchmarks/Calibrations/stationary-1.json says
    /// the same and is made with the plot beside it by `calibrate`.
    public static let stationary = Calibration(
        id: "stationary-1", map: .beta(a: 0.0, b: 2.2205, c: -1.6063),
        count: 3530, subjects: 850,
        worth: Worth(
            count: 5610, baseRate: 0.8585, brier: 0.1195,
            brierSkill: 0.0168, calibrationError: 0.0326))
}
