/// The program tested by its user, on the user's machine: HRV patterns with closed-form answers, the
/// noise floor of each measure, a ladder of noise, and the bundled recordings.
///
/// Everything runs through the same processors as `run` and `replay`. It is tested with the patterns of
/// IEC 60601-2-47; no compliance with any standard is claimed.
public struct SelfTest: Sendable {
    private let recordings: String?

    /// - Parameter recordings: folder of the bundled recordings; nil where they are not installed.
    public init(recordings: String?) { self.recordings = recordings }

    /// - Parameter progress: told what comes next, and the share of the work that is done.
    public func run(
        progress: (String, Double) -> Void = { _, _ in }, isStopped: () -> Bool = { false }
    ) throws -> SelfTestReport {
        var sections: [SelfTestReport.Section] = []
        let steps: [(String, () throws -> SelfTestReport.Section)] = [
            ("intervals with known answers", { try PatternTest().intervals() }),
            ("noise floor", { try PatternTest().noiseFloor() }),
            ("ECG with known answers", { try PatternTest().waveforms() }),
            ("noise", { try NoiseLadder().section() }),
            ("recordings", { try RecordingTest(folder: recordings).section() }),
        ]
        for (index, step) in steps.enumerated() {
            guard !isStopped() else { break }
            progress(step.0, Double(index) / Double(steps.count))
            sections.append(try step.1())
        }
        return SelfTestReport(
            version: AgentVersion.text, architecture: Self.architecture, sections: sections)
    }

    private static var architecture: String {
        #if arch(arm64)
            "arm64"
        #elseif arch(x86_64)
            "x86_64"
        #else
            "other"
        #endif
    }
}
