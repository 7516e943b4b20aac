/// Where in a file, both from 1. Columns count Unicode scalars.
struct YAMLPlace: Equatable, Sendable {
    var line: Int
    var column: Int
}

/// What keeps a text from being read as YAML, or as the part of YAML that a configuration needs.
struct YAMLProblem: Error, Equatable {
    let place: YAMLPlace
    let text: String
}
