public import EventContract

/// What the installed program does on signals whose right answers are known: the accuracy passport.
///
/// The same version on the same kind of processor gives the same bytes, so that it can be signed: it
/// holds no time, no path and no name.
public struct SelfTestReport: Codable, Equatable, Sendable {
    /// One figure: what was asked, what came out, and whether that will do.
    public struct Check: Codable, Equatable, Sendable {
        public var name: String
        public var unit: String
        /// The right answer; nil where the figure is only told.
        public var expected: WireNumber?
        /// What the program found; nil with a reason.
        public var found: WireNumber?
        public var reason: String?
        /// What still passes, both ends included; nil where the figure is only told.
        public var allowed: [WireNumber]?
        /// Nil where the figure is only told.
        public var passed: Bool?

        public init(
            _ name: String, unit: String, expected: Double? = nil, found: Double?,
            allowed: ClosedRange<Double>? = nil, reason: String? = nil
        ) {
            self.name = name
            self.unit = unit
            self.expected = expected.flatMap { WireNumber($0) }
            self.found = found.flatMap { WireNumber($0) }
            self.reason = reason
            self.allowed = allowed.map {
                [$0.lowerBound, $0.upperBound].compactMap { WireNumber($0) }
            }
            passed = allowed.map { range in found.map { range.contains($0) } ?? false }
        }
    }

    public struct Section: Codable, Equatable, Sendable {
        public var name: String
        public var about: String
        public var checks: [Check]
        /// Why there is nothing here, such as recordings that are not installed.
        public var missing: String?
    }

    public var format = "healthypi-selftest-1"
    public var version: String
    /// Processor architecture, such as `arm64`: arithmetic may differ in the last digits between two.
    public var architecture: String
    public var sections: [Section]

    public var passed: Bool { sections.allSatisfy { $0.checks.allSatisfy { $0.passed != false } } }

    public init(version: String, architecture: String, sections: [Section]) {
        self.version = version
        self.architecture = architecture
        self.sections = sections
    }
}
