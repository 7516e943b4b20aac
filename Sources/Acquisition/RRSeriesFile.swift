import Biosignals
public import Recordings

private let pieceBytes = 65_536

/// Whether the file is an RR series: one number a line, a header may stand first, whatever its name.
///
/// - Returns: false also for a path that leads to no readable file; reading it says why.
public func isRRSeries(path: String) -> Bool {
    // A BIDS recording of one column looks the same; its name tells.
    guard !CSVSidecar.isPhysio(path) else { return false }
    guard let beginning = try? InputFile.contents(of: path, limit: pieceBytes) else { return false }
    // So does a file of an E4 wristband; its first number is a time of this century.
    if E4File(rawValue: PathName(path).fileName) != nil,
        let head = try? E4Head(firstBytes: beginning, file: path),
        head.start > UTCTime(millisecondsSince1970: 946_684_800_000)
    {
        return false
    }
    return looksLikeRRSeries(firstBytes: beginning)
}

/// The intervals of an RR file in ms, oldest first.
///
/// - Parameter unit: nil takes the unit from the header line (`rr_s`, `nni_ms`), else ms.
/// - Throws: `AcquisitionError` if the file cannot be opened, holds anything but positive numbers, or
///   a median that contradicts the unit.
public func readRRSeries(
    path: String, unit: RRUnit? = nil
) throws(AcquisitionError) -> [Double] {
    let file = try InputFile(opening: path)
    var decoder = RRSeriesDecoder(unit: unit, file: path)
    var buffer: [UInt8] = []
    repeat {
        try file.read(upTo: pieceBytes, into: &buffer)
        do {
            try decoder.decode(buffer)
        } catch {
            throw .damaged(error)
        }
    } while buffer.count == pieceBytes
    do {
        return try decoder.finish()
    } catch {
        throw .damaged(error)
    }
}
