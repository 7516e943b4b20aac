public import Recordings

private let pieceBytes = 65_536

/// The annotations of a WFDB record.
///
/// - Parameter path: the annotation file, such as `100.atr`.
/// - Returns: annotations in the file's order, and the ticks per second of their times if the file
///   states them; else times are frames of the record.
/// - Throws: `AcquisitionError` if it cannot be opened or is damaged.
public func readAnnotations(
    path: String
) throws(AcquisitionError) -> (annotations: [WFDBAnnotation], ticksPerSecond: Double?) {
    let file = try InputFile(opening: path)
    var decoder = WFDBAnnotationDecoder(file: path)
    var annotations: [WFDBAnnotation] = []
    var buffer: [UInt8] = []
    repeat {
        try file.read(upTo: pieceBytes, into: &buffer)
        do {
            try decoder.decode(buffer, into: &annotations)
        } catch {
            throw .damaged(error)
        }
    } while buffer.count == pieceBytes
    do {
        try decoder.finish(into: &annotations)
    } catch {
        throw .damaged(error)
    }
    return (annotations, decoder.ticksPerSecond)
}
