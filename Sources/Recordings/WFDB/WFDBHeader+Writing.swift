extension WFDBHeader {
    /// Takes over what the encoder of one signal file knows once all frames are written: the
    /// record's length, and each of its signals' initial value and checksum.
    ///
    /// - Precondition: the encoder was made for exactly the signals of this header in `file`, in
    ///   order.
    public mutating func complete(file: String, from encoder: WFDBSignalFileEncoder) {
        complete(file: file, encoder.summaries, frames: encoder.frames)
    }

    /// The same from a scan of the file.
    ///
    /// - Precondition: the scanner was made for exactly the signals of this header in `file`, in
    ///   order.
    public mutating func complete(file: String, from scanner: WFDBSignalFileScanner) {
        complete(file: file, scanner.summaries, frames: scanner.frames)
    }

    /// Makes it the header of a record of several segments with pauses between them.
    ///
    /// - Parameters:
    ///   - layout: name of a header that describes the signals and holds none: without it, readers such
    ///     as wfdb for Python take no null segment.
    ///   - parts: names of the segments and their frames in the whole recording, in order.
    public mutating func setSegments(
        layout: String, _ parts: [(name: String, frames: Range<Int>)]
    ) {
        segments = [WFDBSegment(name: layout, length: 0)]
        var end = 0
        for part in parts {
            if part.frames.lowerBound > end {
                segments.append(WFDBSegment(name: nil, length: part.frames.lowerBound - end))
            }
            segments.append(WFDBSegment(name: part.name, length: part.frames.count))
            end = part.frames.upperBound
        }
        length = end
    }

    private mutating func complete(
        file: String, _ summaries: [WFDBSignalFileEncoder.Summary], frames: Int
    ) {
        let places = signals.indices.filter { signals[$0].file == file }
        precondition(places.count == summaries.count, "The summaries are of this file's signals.")
        for (place, summary) in zip(places, summaries) {
            signals[place].initialValue = Int(summary.initialValue)
            signals[place].checksum = Int(summary.checksum)
        }
        length = frames
    }
}
