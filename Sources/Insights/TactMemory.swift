/// What was said in the last day, and how often suggestions were ignored: plain values, so that they
/// can be stored and read back after a restart.
public struct TactMemory: Codable, Equatable, Sendable {
    public struct Said: Codable, Equatable, Sendable {
        public var kind: String
        public var key: String
        /// When the occasion began, seconds since 1970; nil where there is one at a time.
        public var began: Double?
        public var stage: Int
        /// When it was said and until when it was worth heeding, seconds since 1970.
        public var utc: Double
        public var expires: Double
        /// A suggestion that was neither heeded nor answered yet.
        public var isOpen: Bool

        public init(
            kind: String, key: String, began: Double?, stage: Int, utc: Double, expires: Double,
            isOpen: Bool
        ) {
            self.kind = kind
            self.key = key
            self.began = began
            self.stage = stage
            self.utc = utc
            self.expires = expires
            self.isOpen = isOpen
        }
    }

    /// At most these are kept; the oldest go first.
    public static let countMax = 200
    static let keptFor = 86_400.0
    /// Two clocks' words on when a bout began may differ by this, seconds.
    static let beganTolerance = 30.0

    public var said: [Said]
    /// Suggestions in a row that were ignored, by kind.
    public var ignored: [String: Int]

    public init(said: [Said] = [], ignored: [String: Int] = [:]) {
        self.said = said
        self.ignored = ignored
    }

    func last(key: String, began: Double?) -> Said? {
        said.filter {
            guard $0.key == key else { return false }
            guard let one = $0.began, let other = began else { return true }
            return abs(one - other) <= Self.beganTolerance
        }.max { $0.stage < $1.stage }
    }

    mutating func note(_ new: Said, forgetting keys: [String]) {
        for index in said.indices where keys.contains(said[index].key) {
            said[index].key = ""  // It still counts against the day's cap.
        }
        said.append(new)
        if said.count > Self.countMax { said.removeFirst(said.count - Self.countMax) }
    }

    /// Whether there was an open one.
    mutating func close(kind: String) -> Bool {
        var wasOpen = false
        for index in said.indices where said[index].kind == kind && said[index].isOpen {
            said[index].isOpen = false
            wasOpen = true
        }
        return wasOpen
    }

    /// The kinds of suggestions that expired open, one for each.
    mutating func expire(at utc: Double) -> [String] {
        var kinds: [String] = []
        for index in said.indices where said[index].isOpen && said[index].expires <= utc {
            said[index].isOpen = false
            kinds.append(said[index].kind)
        }
        said.removeAll { $0.utc <= utc - Self.keptFor }
        return kinds
    }
}
