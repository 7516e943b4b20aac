import Biosignals
import Recordings

/// The channels of several records in the order they had in the session.
struct RecordedOrder {
    /// For each record, for each of its channels, the index among all.
    let places: [[Int]]

    /// As the recorder noted it; if it did not, or not without contradiction, one record after the
    /// other.
    init(_ sources: [WFDBSource]) {
        let noted = sources.map(\.record.sessionChannels)
        let all = noted.joined().sorted()
        let isSound =
            zip(noted, sources).allSatisfy { $0.count == $1.channels.count }
            && Set(all).count == all.count
        var rank: [Int: Int] = [:]
        for (place, index) in all.enumerated() { rank[index] = place }
        var next = 0
        places = zip(noted, sources).map { indices, source in
            source.channels.indices.map { channel in
                defer { next += 1 }
                return isSound ? rank[indices[channel]] ?? next : next
            }
        }
    }

    /// - Parameters:
    ///   - joined: one record after the other.
    ///   - firstFrames: for each record, those of the session before its own.
    func ordered(
        _ joined: [Channel], lateBy firstFrames: [Int], _ sources: [WFDBSource]
    ) -> [Channel] {
        var pairs: [(place: Int, channel: Channel)] = []
        for (record, places) in places.enumerated() {
            for (signal, place) in places.enumerated() {
                let channel = joined[pairs.count]
                let before = firstFrames[record] * sources[record].samplesPerFrame[signal]
                pairs.append((place, channel.expecting(before)))
            }
        }
        return pairs.sorted { $0.place < $1.place }.map(\.channel)
    }
}

extension Channel {
    /// The same, promising so many samples more, as missing ones.
    fileprivate func expecting(_ more: Int) -> Channel {
        Channel(
            name: name, role: role, unit: unit, unitText: unitText, rate: rate,
            expectedCount: expectedCount.map { $0 + more }, scale: scale, latchPeriod: latchPeriod)
    }
}
