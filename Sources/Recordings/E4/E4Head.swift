public import Biosignals

/// The first two rows of an E4 signal file: when it begins, and its rate.
public struct E4Head: Equatable, Sendable {
    public let start: UTCTime
    public let rate: Hertz

    /// - Parameters:
    ///   - firstBytes: the beginning of the file; two rows are enough.
    ///   - file: how errors name the file.
    /// - Returns: nil for a file without a sample, which the wristband leaves where it measured
    ///   nothing.
    public init?(firstBytes: [UInt8], file: String) throws(RecordingError) {
        let lines = firstBytes.split(
            maxSplits: 2, omittingEmptySubsequences: false, whereSeparator: { $0 == 10 }
        ).map { String(decoding: $0.filter { $0 != 13 }, as: UTF8.self) }
        guard lines.count > 2, !lines[2].trimmed.isEmpty else { return nil }
        func number(_ line: Int) -> Double? {
            let cells = lines[line].split(separator: ",").map(\.trimmed)
            guard let first = cells.first, cells.allSatisfy({ $0 == first }) else { return nil }
            return Double(decimal: first)
        }
        guard let seconds = number(0), (0...Self.secondsMax).contains(seconds) else {
            throw RecordingError(
                file: file, place: .line(1), problem: .e4(.startInvalid(lines[0])))
        }
        guard let rate = number(1), rateRange.contains(rate) else {
            throw RecordingError(
                file: file, place: .line(2), problem: .e4(.rateInvalid(lines[1])))
        }
        start = UTCTime(millisecondsSince1970: Int64((seconds * 1_000).rounded()))
        self.rate = Hertz(rate)
    }

    /// The year 5138: a time in milliseconds by mistake is beyond it.
    static let secondsMax = 1e11
}
