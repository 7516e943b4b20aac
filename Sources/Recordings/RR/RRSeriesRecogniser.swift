import Biosignals

/// Whether a file is an RR series, judged by its beginning: one number a line, a header line may
/// stand first.
///
/// A header that names a signal (`ecg`, `ppg_counts`, `eda_uS`) makes it a recording of one channel.
/// A header line of several cells makes it a table.
///
/// - Parameter firstBytes: the beginning of the file; its last line may be cut off.
public func looksLikeRRSeries(firstBytes: [UInt8]) -> Bool {
    guard !firstBytes.contains(0) else { return false }
    var lines = firstBytes.split(
        separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.count > 2 { lines.removeLast() }
    var numbers = 0
    var isFirst = true
    for (index, line) in lines.enumerated() {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        var bytes = Array(index == 0 && line.starts(with: mark) ? line.dropFirst(3) : line)
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        switch bytes.withUnsafeBytes({ RRLine($0) }) {
        case .blank: continue
        case .value: numbers += 1
        case .notFinite: guard !isFirst else { return false }
        case .words(let heading):
            guard isFirst, isRRHeading(heading) else { return false }
        }
        isFirst = false
    }
    return numbers > 0
}

private func isRRHeading(_ heading: String) -> Bool {
    guard !heading.contains(where: { ",;\t".contains($0) }) else { return false }
    let parts = CSVColumnName(heading)
    let unit = UnitScale(unitText: parts.unitText)?.unit ?? .counts
    guard unit == .counts, !["counts", "count", "adu", "adc"].contains(parts.unitText.lowercased())
    else { return false }
    return ChannelRole(channelName: parts.name, unitText: "", unit: .counts) == nil
}
