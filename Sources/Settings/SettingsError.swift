/// Why there are no settings: everything that is wrong, not only the first thing.
public struct SettingsError: Error, Equatable, CustomStringConvertible {
    /// At least one: those of the file in its order, then of the environment by name, then of the
    /// command line.
    public let problems: [SettingsProblem]

    /// A file that must not be trusted or cannot be read for want of a right, and nothing else.
    public var isNotPermitted: Bool {
        problems.allSatisfy { $0.kind == .notPermitted }
    }

    /// One line for each problem. Holds no secret.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
