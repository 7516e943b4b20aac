/// How fast a session goes by, from where it was in the last few seconds.
struct WatchPace: Equatable {
    private static let secondsMax = 6.0

    private var looks: [Look] = []

    private struct Look: Equatable {
        let wall: Double
        let position: Double
    }

    /// - Parameter wall: seconds of any clock that goes forward.
    mutating func note(position: Double, at wall: Double) {
        if let last = looks.last, position < last.position { looks.removeAll() }
        looks.append(Look(wall: wall, position: position))
        // One that is old enough stays, to be measured from.
        while looks.count > 2, wall - looks[1].wall >= Self.secondsMax { looks.removeFirst() }
    }

    /// What was asked for holds from the first moment, and as long as it is kept to a tenth; what goes
    /// by at the start is no measure of the rest.
    static func speed(asked: Double?, seen: Double?) -> Double? {
        guard let asked else { return seen }
        guard let seen, seen < 0.9 * asked else { return asked }
        return seen
    }

    /// Seconds of signal in a second; nil until a second has passed.
    var speed: Double? {
        guard let first = looks.first, let last = looks.last, last.wall - first.wall >= 1 else {
            return nil
        }
        return (last.position - first.position) / (last.wall - first.wall)
    }
}
