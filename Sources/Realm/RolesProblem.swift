/// One thing wrong with roles.yaml: where, and what to do.
public struct RolesProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// Path of the key, such as `members.hue.tier`; nil where the file as a whole is meant.
    public let key: String?
    public let line: Int
    public let column: Int
    public let text: String

    /// `line 12, column 5: members.hue.tier: …`
    public var description: String {
        "line \(line), column \(column): " + (key.map { "\($0): " } ?? "") + text
    }
}

/// Everything that is wrong with roles.yaml, in its order.
public struct RolesError: Error, Equatable, Sendable, CustomStringConvertible {
    public let problems: [RolesProblem]

    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
