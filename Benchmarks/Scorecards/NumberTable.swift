import Foundation

/// The columns of a CSV file with a header row, numbers only; an empty field is nil.
struct NumberTable {
    private(set) var rows: [[Double?]] = []

    /// Nil if there is no such file.
    init?(_ path: String, headerLines: Int = 1) {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        rows = text.split(whereSeparator: \.isNewline).dropFirst(headerLines)
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) } }
    }

    /// The numbers of one column; rows without one are left out.
    func column(_ index: Int) -> [Double] {
        rows.compactMap { index < $0.count ? $0[index] : nil }
    }

    /// Rows of start and end.
    var ranges: [Range<Double>] {
        rows.compactMap { row in
            guard row.count >= 2, let start = row[0], let end = row[1], start < end else {
                return nil
            }
            return start..<end
        }
    }
}
