/// One section of the scorecard: first it hands its signals to the peers, then it scores everybody.
protocol ScorecardPart {
    mutating func prepare(_ peers: PeerRun) throws
    func score(_ peers: PeerRun, into board: inout Board) throws
}
