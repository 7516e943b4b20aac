/// Sway beyond a quiet level, less what a tense chest explains of it.
///
/// Steps shake electrodes slowly; so does a chest whose muscles work while the person stays where
/// they are, and then the signal is full of muscle noise as well. Muscle noise alone speaks neither
/// for moving nor for keeping still: it only takes back sway, never below the quiet level.
///
/// Fitted on the five people of `motion_ecg` in data/dev, each left out in turn
/// (Benchmarks/Scorecards/fit_movement.py): 0.5 to 0.8 and -5 to -4.5 do nearly as well.
public enum UnexplainedSway {
    /// Of `swayLogRatio`, for each unit of `muscleLogRatio` above `muscleQuiet`.
    public static let explainedByMuscle = 0.6
    /// `muscleLogRatio` of a chest at rest, and where the people's values end.
    public static let muscleQuiet = -4.7
    static let muscleMax = -3.3

    /// - Parameters:
    ///   - rise: `swayLogRatio` less the quiet level; below zero it is returned as it is.
    ///   - muscle: `muscleLogRatio`.
    public static func left(of rise: Double, muscle: Double) -> Double {
        guard rise > 0 else { return rise }
        let tension = max(0, min(muscle, muscleMax) - muscleQuiet)
        return max(0, rise - explainedByMuscle * tension)
    }
}
