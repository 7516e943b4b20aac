import Trust

/// A JetStream stream that belongs to one member: what it says, or its key-value bucket.
public struct MemberStream: Equatable, Sendable {
    static let bucketBytes = 16 << 20

    public let name: String
    public let subjects: [String]
    public let bytesMax: Int
    /// Values kept for each key; nil in a stream of events.
    public let history: Int?
    /// Nanoseconds after which a message goes; 0 for never.
    public let ageMaxNanoseconds: Int64
    public let republishFrom: String?
    public let republishTo: String?

    /// A member's stream and bucket, as far as it has them.
    public static func all(of member: Member) -> [MemberStream] {
        var all: [MemberStream] = []
        if let stream = member.stream {
            let repeated = member.republishes.first
            all.append(
                MemberStream(
                    name: stream, subjects: member.streamSubjects.map(\.description),
                    bytesMax: member.storageMebibytes << 20, history: nil,
                    ageMaxNanoseconds: 30 * 24 * 3_600 * 1_000_000_000,
                    republishFrom: repeated?.source.description,
                    republishTo: repeated?.destination.description))
        }
        if let bucket = member.bucket {
            all.append(
                MemberStream(
                    name: "KV_\(bucket)", subjects: ["$KV.\(bucket).>"], bytesMax: bucketBytes,
                    history: 5, ageMaxNanoseconds: 0, republishFrom: nil, republishTo: nil))
        }
        return all
    }
}
