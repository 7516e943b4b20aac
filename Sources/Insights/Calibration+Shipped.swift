extension Calibration {
    /// Of a break's insight, all that it states: fitted to whole insights of seeded synthetic days,
    /// told apart on other seeds; no recorded person. Benchmarks/Calibrations/stationary-2.json says
    /// the same and is made with the plot beside it by `calibrate`.
    public static let stationary = Calibration(
        id: "stationary-2", map: .beta(a: 0.0, b: 2.841, c: -2.3182),
        count: 2848, subjects: 787,
        worth: Worth(
            count: 4526, baseRate: 0.9094, brier: 0.0812,
            brierSkill: 0.0143, calibrationError: 0.0212))
}
