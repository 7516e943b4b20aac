public import Biosignals

extension HRVCorrection {
    /// RR to NN intervals the way the tool does it.
    public func applied(to rr: RRIntervals) -> NNIntervals {
        switch self {
        case .hypothesisTests, .lipponenTarvainen, .removal: NNEditor().edit(rr)
        case .none: NNIntervals(unedited: rr)
        }
    }
}
