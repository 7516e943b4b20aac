import Glibc

/// Waits for another process: asks again and again until the answer is yes or the deadline has
/// passed. It does not suspend, so that tests running beside it cannot hold it up.
public func awaitCondition(
    within limit: Duration = .seconds(30), _ isTrue: () throws -> Bool
) rethrows -> Bool {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if try isTrue() { return true }
        sched_yield()
    }
    return false
}
