extension Calibration {
    /// Of a break's insight, all that it states: fitted to whole insights of seeded synthetic days,
    /// told apart on other seeds; no recorded person. Benchmarks/Calibrations/stationary-3.json says
    /// the same and is made with the plot beside it by `calibrate`.
    public static let stationary = Calibration(
        id: "stationary-3", map: .beta(a: 0.0, b: 1.2671, c: 0.3951),
        unrest: Unrest(
            heartRateWeight: -0.2293, swayWeight: -10.1463,
            usual: BoutUnrest(heartRate: 6.6735, sway: 0.3002)),
        count: 11430, subjects: 3090,
        worth: Worth(
            count: 4396, baseRate: 0.8658, brier: 0.089,
            brierSkill: 0.2343, calibrationError: 0.0091))
}
