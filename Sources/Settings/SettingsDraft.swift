/// Settings on their way: values with their origins, and everything that was wrong so far.
struct SettingsDraft {
    var settings: AgentSettings
    var origins: [String: SettingsOrigin] = [:]
    private(set) var problems: [SettingsProblem] = []

    init(_ settings: AgentSettings) { self.settings = settings }

    mutating func complain(
        _ text: String, about key: String? = nil, at origin: SettingsOrigin,
        kind: SettingsProblem.Kind = .invalid
    ) {
        problems.append(SettingsProblem(kind: kind, key: key, origin: origin, text: text))
    }

    /// Takes a value for a key of the table.
    mutating func take(
        _ scalar: SettingScalar, for field: SettingField<AgentSettings>, key: String,
        from origin: SettingsOrigin
    ) {
        if let value = read(scalar, field.rule, key: key, from: origin) {
            field.set(&settings, value)
            origins[key] = origin
        }
    }

    /// The value, or nil with a complaint.
    mutating func read(
        _ scalar: SettingScalar, _ rule: SettingRule, key: String, from origin: SettingsOrigin
    ) -> SettingValue? {
        do throws(SettingRefusal) { return try rule.read(scalar) } catch {
            complain(error.text, about: key, at: origin)
            return nil
        }
    }

    /// What was found wrong in the file comes in the order of the file.
    mutating func sortProblems(from start: Int) {
        func place(_ problem: SettingsProblem) -> (Int, Int) {
            if case .file(_, let line, let column) = problem.origin {
                (line, column)
            } else {
                (0, 0)
            }
        }
        problems[start...].sort { place($0) < place($1) }
    }
}
