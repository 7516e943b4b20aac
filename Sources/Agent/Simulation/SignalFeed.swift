import Biosignals

/// Readings that a board's converter takes of one thing, evenly spaced by the board's clock. They
/// may be fewer than the samples it sends.
struct SignalFeed: Equatable, Sendable {
    let role: ChannelRole
    /// Readings a second of the board's clock.
    let rate: Double
}

/// Where a simulated board's readings come from.
///
/// Readings are in the body's units: ECG in mV; blood volume around 0, a pulse about 600 high, up
/// with blood; skin conductance in µS; chest volume around 0, a breath about 800 high, up with
/// inhaling. What is not so is told by `isInBoardCounts`.
protocol SignalSupply {
    /// For each feed asked for whether there is something that feeds it.
    var isFed: [Bool] { get }
    /// For each feed whether its readings are the very numbers that the board is to send.
    var isInBoardCounts: [Bool] { get }

    /// Appends the next readings of each feed that is fed, and what happened in the body
    /// meanwhile; false when there is no more.
    mutating func next(into readings: inout [[Double]], _ body: inout BodyEvents) throws -> Bool
}
