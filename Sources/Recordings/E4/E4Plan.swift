public import Biosignals

/// The channels of an E4 folder on one time: sample 0 is that of the file that begins first, and what
/// begins later begins with a gap.
public struct E4Plan: Equatable, Sendable {
    public let channels: [Channel]
    public let start: UTCTime
    public let notices: [String]
    /// For each file its first channel, and the samples before its first one.
    public let places: [(firstChannel: Int, samplesBefore: Int)]

    private static let laterMax: Int64 = 7 * 86_400_000

    /// - Parameter files: those that hold samples.
    /// - Throws: `RecordingError` if there is none, one lies far from the others, or a hint cannot
    ///   be followed.
    public init(
        files: [(file: E4File, head: E4Head)], hints: RecordingHints = RecordingHints(),
        folder: String
    ) throws(RecordingError) {
        guard let earliest = files.map({ $0.head.start }).min() else {
            throw RecordingError(file: folder, problem: .e4(.noSamples))
        }
        start = earliest
        var drafts: [ChannelDraft] = []
        var places: [(firstChannel: Int, samplesBefore: Int)] = []
        var notices: [String] = []
        for (file, head) in files {
            let late = head.start.millisecondsSince1970 - earliest.millisecondsSince1970
            guard late <= Self.laterMax else {
                throw RecordingError(
                    file: folder + "/" + file.rawValue, problem: .e4(.startsTooFarApart))
            }
            let before = Double(late) / 1_000 * head.rate.value
            places.append((drafts.count, Int(before.rounded())))
            if abs(before - before.rounded()) > 1e-6 {
                notices.append("\(file.rawValue) is moved by less than a sample onto the others")
            }
            drafts += file.drafts.map { draft in
                var draft = draft
                draft.rate = head.rate
                return draft
            }
        }
        if hints.rate != nil {
            notices.append("an E4 folder states its rates: --rate is not used")
        }
        self.places = places
        self.notices = notices
        channels = try ChannelDraft.channels(drafts, map: hints.map, file: folder)
    }

    public static func == (lhs: Self, rhs: Self) -> Bool {
        lhs.channels == rhs.channels && lhs.start == rhs.start && lhs.notices == rhs.notices
            && lhs.places.elementsEqual(rhs.places) { $0 == $1 }
    }
}
