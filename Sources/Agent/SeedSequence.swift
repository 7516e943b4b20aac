import Trust

/// Independent seeds from one number and the names of the inputs, so that a run can be repeated to
/// the last identifier.
public struct SeedSequence {
    private let seed: UInt64
    private let recordings: [String]

    public init(seed: UInt64, recordings: [String]) {
        self.seed = seed
        self.recordings = recordings
    }

    /// For the random part of event identifiers; a state directory that goes on must not repeat
    /// its earlier ones.
    func identifiers(after sequence: UInt64) -> UInt64 { derive("identifiers/\(sequence)") }

    /// For a state directory's own identity.
    public var instance: UInt64 { derive("instance") }

    private func derive(_ purpose: String) -> UInt64 {
        var digest = Digest()
        digest.update(Array("\(purpose)/\(seed)".utf8))
        for recording in recordings {
            digest.update([0])
            digest.update(Array(recording.utf8))
        }
        return UInt64(digest.hexadecimal.prefix(16), radix: 16) ?? seed
    }
}
