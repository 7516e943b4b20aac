/// When each plain token was first seen: it holds an hour from then, whatever it says itself.
///
/// Bounded; when full it refuses, and it forgets a token only once its own end has passed. A restart
/// forgets as well, which is one reason why plain tokens are for development.
struct FirstSights: Sendable {
    static let countMax = 256
    static let secondsMax: Int64 = 3_600

    private var sights: [String: (first: Int64, expiration: Int64)] = [:]

    /// - Returns: the second from which the token holds no more.
    mutating func end(
        of digest: String, expiration: Int64, at seconds: Int64
    ) throws(Refusal) -> Int64 {
        if let known = sights[digest] { return min(expiration, known.first + Self.secondsMax) }
        if sights.count >= Self.countMax {
            sights = sights.filter { $0.value.expiration > seconds }
        }
        guard sights.count < Self.countMax else {
            throw Refusal(.busy, "Too many plain tokens are remembered. Use tokens of version 1.")
        }
        sights[digest] = (seconds, expiration)
        return min(expiration, seconds + Self.secondsMax)
    }
}
