/// Where in a file, both from 1. Columns count Unicode scalars.
package struct YAMLPlace: Equatable, Sendable {
    package var line: Int
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// What keeps a text from being read as YAML, or as the part of YAML that a configuration needs.
package struct YAMLProblem: Error, Equatable {
    package let place: YAMLPlace
    package let text: String
}
