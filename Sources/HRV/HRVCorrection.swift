/// How a tool gets from RR to NN intervals unless told otherwise.
public enum HRVCorrection: Equatable, Sendable {
    /// Edits that a hypothesis test asks for, each in the ledger: ours.
    case hypothesisTests
    /// Lipponen & Tarvainen (2019), doi:10.1080/03091902.2019.1640306, as printed.
    case lipponenTarvainen
    /// Another published rule.
    case rule(ArtefactRule, name: String)
    /// The intervals are taken as they come.
    case none
    /// Intervals that differ by more than `changeMax` of their neighbour, or that lie outside `range`
    /// seconds, are removed and not replaced. (The toolbox also removes what is annotated as not normal;
    /// intervals carry no annotation here.)
    case removal(range: ClosedRange<Double>, changeMax: Double)

    /// One line of a method card.
    public var text: String {
        switch self {
        case .hypothesisTests:
            "hypothesis-tested edits, each in the ledger"
        case .lipponenTarvainen:
            "Lipponen & Tarvainen (2019): ectopic, missed, extra, long and short beats"
        case .rule(_, let name):
            "the published rule \(name)"
        case .none:
            "none: every interval is taken as it is"
        case .removal(let range, let changeMax):
            "intervals outside \(HRVText.number(range.lowerBound))-"
                + "\(HRVText.number(range.upperBound)) s, "
                + "or more than \(HRVText.number(100 * changeMax)) % from their neighbour are removed"
        }
    }
}
