/// What turns measures into an insight: a value of thresholds and a pure function of its inputs.
///
/// Without memory, so that a counterfactual is the same function with one input changed and a
/// contribution the same function with one piece of evidence less. What was said already, quiet
/// hours and back-off are `Tact`'s.
public protocol InsightRule: Sendable {
    associatedtype Settings: Equatable & Sendable
    associatedtype Inputs: Sendable

    static var id: RuleID { get }
    /// The papers and guidelines it rests on.
    static var sources: [Citation] { get }
    var settings: Settings { get }

    func decide(_ inputs: Inputs) -> Decision

    /// What `decide` would say, without its sentences and their counterfactuals: for tact to ask
    /// first, minute by minute. Nil where it is silent.
    func announcement(_ inputs: Inputs) -> Insight.Announcement?
}

extension InsightRule {
    public func announcement(_ inputs: Inputs) -> Insight.Announcement? {
        decide(inputs).insight?.announcement
    }
}

/// A rule's name and version; the version rises with every change of what it says.
public struct RuleID: Hashable, Sendable {
    public let name: String
    public let version: Int

    public init(_ name: String, version: Int) {
        self.name = name
        self.version = version
    }

    /// `stationary-break@2`.
    public var text: String { "\(name)@\(version)" }
}

/// A paper or a guideline.
public struct Citation: Hashable, Sendable {
    public let text: String
    public let doi: String?

    public init(_ text: String, doi: String? = nil) {
        self.text = text
        self.doi = doi
    }
}
