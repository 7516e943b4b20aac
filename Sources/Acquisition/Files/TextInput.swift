/// A text file, or one packed with gzip, read from front to back in pieces.
struct TextInput {
    let file: InputFile
    private let decoder: GzipDecoder?
    private var packed: [UInt8] = []
    private var hasEnded = false

    private static let packedPiece = 65_536

    init(opening path: String) throws(AcquisitionError) {
        file = try InputFile(opening: path)
        decoder = PathName(path).suffix == "gz" ? GzipDecoder() : nil
    }

    /// Fills `buffer` with the next bytes, fewer than asked for only at the end of the text.
    mutating func read(upTo count: Int, into buffer: inout [UInt8]) throws(AcquisitionError) {
        guard let decoder else { return try file.read(upTo: count, into: &buffer) }
        buffer.removeAll(keepingCapacity: true)
        while buffer.count < count, !(hasEnded && decoder.needsInput) {
            if decoder.needsInput {
                try file.read(upTo: Self.packedPiece, into: &packed)
                hasEnded = packed.count < Self.packedPiece
                decoder.feed(packed)
            }
            try Self.unpack(decoder, count - buffer.count, &buffer, file.path)
        }
        if hasEnded, decoder.needsInput, buffer.count < count {
            do throws(GzipDecoder.Failure) { try decoder.finish() } catch {
                throw Self.error(error, file.path)
            }
        }
    }

    private static func unpack(
        _ decoder: GzipDecoder, _ count: Int, _ buffer: inout [UInt8], _ path: String
    ) throws(AcquisitionError) {
        do throws(GzipDecoder.Failure) {
            try decoder.decode(upTo: count, into: &buffer)
        } catch {
            throw Self.error(error, path)
        }
    }

    private static func error(
        _ failure: GzipDecoder.Failure, _ path: String
    ) -> AcquisitionError {
        .notUnpacked(
            path: path,
            because: failure == .truncated
                ? "it ends too early" : "its bytes are damaged, or no gzip")
    }
}
