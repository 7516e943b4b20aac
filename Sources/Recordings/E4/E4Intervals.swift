public import Biosignals

/// The beats an E4 wristband found itself (`IBI.csv`): of each beat the time since the start and the
/// interval that ends there, both in seconds. Beats it was not sure of are missing.
public enum E4Intervals {
    /// Two beats belong together if the interval says so to within a tick of the band's 64 Hz clock
    /// and a half.
    private static let slack = 1.5 / 64

    /// Whether a file is such a series, judged by its beginning.
    public static func recognise(firstBytes: [UInt8]) -> Bool {
        let line = String(decoding: firstBytes.prefix { $0 != 10 && $0 != 13 }, as: UTF8.self)
        let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed)
        return cells.count == 2 && cells[1] == "IBI" && Double(decimal: cells[0]) != nil
    }

    /// - Parameter file: how errors name the file.
    public static func decode(_ bytes: [UInt8], file: String) throws(RecordingError) -> RRIntervals
    {
        var splitter = LineSplitter(file: file)
        var intervals = RRIntervals()
        func take(_ line: UnsafeRawBufferPointer, _ number: Int) throws(RecordingError) {
            guard number > 1, !line.isBlankLine else { return }
            let cells = line.split(separator: UInt8(ascii: ",")).map {
                Double(decimal: String(decoding: $0, as: UTF8.self).trimmed)
            }
            let last = intervals.endSeconds.last
            guard cells.count == 2, let end = cells[0], let length = cells[1], length > 0,
                length <= 600, end > last ?? -1, end < 1e9
            else {
                throw RecordingError(
                    file: file, place: .line(number), problem: .e4(.intervalInvalid))
            }
            intervals.append(
                endSeconds: end, milliseconds: length * 1_000,
                followsPrevious: last.map { abs(end - $0 - length) <= slack } ?? false)
        }
        try bytes.withUnsafeBufferPointer { all throws(RecordingError) in
            try splitter.feed(UnsafeRawBufferPointer(all)) { line, number throws(RecordingError) in
                try take(line, number)
            }
        }
        try splitter.finish { line, number throws(RecordingError) in try take(line, number) }
        guard !intervals.isEmpty else {
            throw RecordingError(file: file, problem: .rrEmpty)
        }
        return intervals
    }
}
