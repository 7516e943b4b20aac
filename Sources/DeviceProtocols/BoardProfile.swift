public import Biosignals

/// How one board's bytes become channels: decided once, from the bytes or by the user, and kept
/// with its evidence, because a wrong guess is a factor of 256 in every amplitude.
public struct BoardProfile: Equatable, Sendable {
    /// What keeps a board's samples evenly spaced.
    public enum Pacing: Equatable, Sendable {
        /// The converter's own clock: counting samples is keeping time, to some 100 ppm.
        case crystal
        /// A program's loop: the true rate is measured from arrivals, and may change.
        case loop
    }

    public let board: Board
    /// In the order in which the board's samples are decoded and recorded; of several with one
    /// role the first is used.
    public let channels: [Channel]
    public let pacing: Pacing
    /// Whether the bytes carry a sequence number, so that a loss can be proven and its absence too.
    public let provesLoss: Bool
    /// What is known of the firmware, in words; nil if nothing is.
    public let firmware: String?
    /// How sure the choice is, 0…1; 1 where the user made it.
    public let certainty: Double
    /// What speaks for the choice, one sentence fragment each.
    public let evidence: [String]

    public init(
        board: Board, channels: [Channel], pacing: Pacing, provesLoss: Bool, firmware: String?,
        certainty: Double, evidence: [String]
    ) {
        precondition((0...1).contains(certainty), "A certainty lies between 0 and 1.")
        self.board = board
        self.channels = channels
        self.pacing = pacing
        self.provesLoss = provesLoss
        self.firmware = firmware
        self.certainty = certainty
        self.evidence = evidence
    }
}
