import Biosignals
public import Recordings

/// What an EDF+ or BDF+ file says of times, in the file's order; empty for plain EDF.
///
/// - Returns: annotations with onsets in seconds since the first sample.
/// - Throws: `AcquisitionError` if the file cannot be opened or is damaged.
public func readEDFAnnotations(path: String) throws(AcquisitionError) -> [EDFAnnotation] {
    var source = try EDFSource(path: path, hints: RecordingHints(), keepsAnnotations: true)
    var blocks: [SignalBlock] = []
    while try source.next(into: &blocks) { blocks.removeAll(keepingCapacity: true) }
    let first = source.firstOnset ?? 0
    return source.annotations.map { annotation in
        var shifted = annotation
        shifted.onset -= first
        return shifted
    }
}
