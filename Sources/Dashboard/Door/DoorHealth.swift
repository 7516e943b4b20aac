/// Whether the agent lives, and whether it does what it was started for.
struct DoorHealth: Equatable, Sendable {
    /// The loop turns four times a second; a store on a slow card may hold it up for a while.
    static let stillSecondsMax = 15.0

    let isAlive: Bool
    /// What keeps it from being ready, each a sentence; empty when nothing does.
    let notReady: [String]

    /// - Parameter now: seconds of the clock that `DoorSnapshot.loopSeconds` is from.
    init(_ snapshot: DoorSnapshot?, now: Double) {
        guard let snapshot else {
            isAlive = false
            notReady = ["The agent is starting."]
            return
        }
        isAlive = now - snapshot.loopSeconds <= Self.stillSecondsMax
        var reasons: [String] = []
        if !isAlive { reasons.append("The acquisition loop stands still.") }
        if !snapshot.store.isTaking { reasons.append("The store takes nothing.") }
        if !snapshot.isSourceKnown {
            reasons.append("No source of signals is named.")
        } else if !snapshot.boards.contains(where: \.isConnected) {
            reasons.append("No board is connected.")
        }
        if let broker = snapshot.broker, broker.state != .connected {
            reasons.append(
                "The broker is not connected"
                    + (broker.reason.map { ": \($0)" } ?? "; events wait in the store."))
        }
        notReady = reasons
    }

    var isReady: Bool { notReady.isEmpty }
}
