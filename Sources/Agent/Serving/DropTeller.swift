/// Says of what comes often the first at once and what follows at most once a minute, in one number.
/// A flood must not become a flood of lines.
struct DropTeller {
    /// Seconds between two sentences on one subject.
    static let every = 60.0

    private struct Waiting {
        var count = 0
        var from: Double
    }

    /// What was not told yet, and when it may be.
    private var waiting: [String: Waiting] = [:]

    /// - Parameter seconds: by a clock that goes forward.
    /// - Returns: a sentence, if one is due.
    mutating func note(
        _ count: Int, on subject: String, at seconds: Double, saying words: (Int) -> String
    ) -> String? {
        var held = waiting[subject] ?? Waiting(from: seconds)
        held.count += count
        guard seconds >= held.from else {
            waiting[subject] = held
            return nil
        }
        waiting[subject] = Waiting(from: seconds + Self.every)
        return words(held.count)
    }

    /// Of requests that were dropped.
    mutating func note(_ count: Int, on subject: String, at seconds: Double) -> String? {
        note(count, on: subject, at: seconds) {
            "\($0) requests on \(subject) came faster than they can be refused. Further ones are told "
                + "at most once a minute."
        }
    }
}
