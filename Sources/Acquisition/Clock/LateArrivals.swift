/// Arrivals that are all later than the line: a stall whose backlog is still coming in, or samples
/// that were lost. They are told apart by time: a backlog catches up, a loss stays.
struct LateArrivals: Equatable, Sendable {
    /// Half a second's arrivals.
    private struct Part: Equatable, Sendable {
        var count = 0
        var earliest = Double.infinity
    }

    /// A loss is believed after so many parts of this length, full of arrivals, without catching up.
    static let partLength = 0.5
    static let partsNeeded = 4
    static let arrivalsNeeded = 40
    /// Seconds by which the later half of the parts may be less late than the first.
    static let drift = 0.004
    /// Seconds by which each part may be later than the earliest: jitter, where arrivals are few.
    static let spread = 0.020
    static let partsMax = 60

    let began: Double
    private var parts: [Part] = []
    private var part = 0
    private(set) var count = 0

    init(at seconds: Double) { began = seconds }

    /// Late since so long.
    func duration(at seconds: Double) -> Double { seconds - began }

    mutating func add(delay: Double, at seconds: Double) {
        let number = Int(min(max(0, seconds - began) / Self.partLength, 1e9))
        if parts.isEmpty || number != part {
            parts.append(Part())
            if parts.count > Self.partsMax { parts.removeFirst() }
            part = number
        }
        parts[parts.count - 1].count += 1
        parts[parts.count - 1].earliest = min(parts[parts.count - 1].earliest, delay)
        count += 1
    }

    /// The delay that stayed, if it did: that of the earliest arrival of the last parts.
    var steadyDelay: Double? {
        // The last part is still filling.
        let complete = parts.dropLast()
        guard complete.count >= Self.partsNeeded else { return nil }
        var taken: [Part] = []
        var arrivals = 0
        for part in complete.reversed() {
            taken.append(part)
            arrivals += part.count
            if taken.count >= Self.partsNeeded, taken.count.isMultiple(of: 2),
                arrivals >= Self.arrivalsNeeded
            {
                break
            }
        }
        guard arrivals >= Self.arrivalsNeeded, taken.count >= Self.partsNeeded else { return nil }
        let half = taken.count / 2
        let later = taken.prefix(half).reduce(.infinity) { min($0, $1.earliest) }
        let earlier = taken.suffix(half).reduce(.infinity) { min($0, $1.earliest) }
        let steady = min(later, earlier)
        // Two backlogs in a row may end at one delay; on the way there they are later by far.
        guard abs(later - earlier) <= Self.drift,
            taken.allSatisfy({ $0.earliest - steady <= Self.spread })
        else { return nil }
        return steady
    }

    /// Seconds by which arrivals became later (or, catching up, less late) in each second.
    var trend: Double {
        guard let first = parts.first, let last = parts.dropLast().last, parts.count >= 3 else {
            return 0
        }
        return (last.earliest - first.earliest) / (Self.partLength * Double(parts.count - 2))
    }
}
