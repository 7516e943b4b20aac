import Biosignals

/// Channels of one device that share a record: there is a frame rate of which each of their rates is
/// a whole multiple.
struct RateGroup: Equatable {
    /// Indices into the device's channels, ascending.
    private(set) var channels: [Int]
    private(set) var frameRate: Double
    /// For each of `channels`.
    private(set) var samplesPerFrame: [Int]

    /// A frame is written when it is whole; longer ones would lose too much.
    private static let frameRateMin = 4.0

    /// The fewest groups, found from the fastest channel on, in the order of their first channels.
    static func groups(of rates: [Double]) -> [RateGroup] {
        let fastestFirst = rates.indices.sorted {
            rates[$0] != rates[$1] ? rates[$0] > rates[$1] : $0 < $1
        }
        var groups: [[Int]] = []
        for index in fastestFirst {
            let home = groups.firstIndex { RateGroup(($0 + [index]), rates) != nil }
            if let home { groups[home].append(index) } else { groups.append([index]) }
        }
        return groups.compactMap { RateGroup($0.sorted(), rates) }
            .sorted { $0.channels[0] < $1.channels[0] }
    }

    /// Nil if the rates have no common frame rate that is fast enough.
    private init?(_ channels: [Int], _ rates: [Double]) {
        let own = channels.map { rates[$0] }
        guard let fastest = own.max() else { return nil }
        for divisor in 1...64 {
            let frameRate = fastest / Double(divisor)
            guard divisor == 1 || frameRate >= Self.frameRateMin else { return nil }
            let multiples = own.map { $0 / frameRate }
            let areWhole = multiples.allSatisfy {
                $0 > 0.5 && abs($0 - $0.rounded()) < 1e-9 * $0
            }
            guard areWhole else { continue }
            self.channels = channels
            self.frameRate = frameRate
            samplesPerFrame = multiples.map { Int($0.rounded()) }
            return
        }
        return nil
    }
}
