public import Biosignals
import Recordings

/// Whether the file holds the beats that an E4 wristband found itself (`IBI.csv`).
public func isE4Intervals(path: String) -> Bool {
    guard let beginning = try? InputFile.contents(of: path, limit: 256) else { return false }
    return E4Intervals.recognise(firstBytes: beginning)
}

/// The intervals of such a file, gaps kept as gaps; times in seconds since its start.
///
/// - Throws: `AcquisitionError` if it cannot be opened or is damaged.
public func readE4Intervals(path: String) throws(AcquisitionError) -> RRIntervals {
    let bytes = try InputFile.contents(of: path, limit: 67_108_864)
    do {
        return try E4Intervals.decode(bytes, file: path)
    } catch {
        throw .damaged(error)
    }
}
