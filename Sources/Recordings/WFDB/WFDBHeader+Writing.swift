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
