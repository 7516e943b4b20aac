extension WFDBHeader {
    /// Takes over what the encoder of one signal file knows once all frames are written: the
    /// record's length, and each of its signals' initial value and checksum.
    ///
    /// - Precondition: the encoder was made for exactly the signals of this header in `file`, in
    ///   order.
    public mutating func complete(file: String, from encoder: WFDBSignalFileEncoder) {
        let places = signals.indices.filter { signals[$0].file == file }
        precondition(
            places.count == encoder.summaries.count, "The encoder wrote this file's signals.")
        for (place, summary) in zip(places, encoder.summaries) {
            signals[place].initialValue = Int(summary.initialValue)
            signals[place].checksum = Int(summary.checksum)
        }
        length = encoder.frames
    }
}
