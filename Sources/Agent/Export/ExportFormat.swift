/// The formats that other people's programs read.
public enum ExportFormat: String, CaseIterable, Sendable {
    case wfdb, edf, csv, rr, fhir, bids
}

/// How an export is to be made, beyond its format.
public struct ExportSettings: Sendable {
    /// FHIR's release.
    public var fhirRelease = FHIRReleaseChoice.r4
    /// Whom an Observation is about, such as `Patient/123`; nil says only that it is the person
    /// recorded.
    public var fhirSubject: String?
    /// Labels of a BIDS data set: letters and digits.
    public var bidsSubject = "01"
    public var bidsSession = "01"
    public var bidsTask = "rest"

    public init() {}
}

public enum FHIRReleaseChoice: String, CaseIterable, Sendable {
    case r4, r5
}

/// What an export made.
public struct ExportOutcome: Sendable {
    /// In the order in which they were finished.
    public internal(set) var paths: [String] = []
    /// What a reader of the files should know, a sentence fragment each.
    public internal(set) var notices: [String] = []
}
