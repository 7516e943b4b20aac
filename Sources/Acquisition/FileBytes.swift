/// Reads a file from front to back in pieces, for a digest of a recording's own bytes.
///
/// - Throws: `AcquisitionError` if it cannot be opened or read.
public func readBytes(
    of path: String, _ body: (UnsafeRawBufferPointer) -> Void
) throws(AcquisitionError) {
    let pieceBytes = 262_144
    let file = try InputFile(opening: path)
    var buffer: [UInt8] = []
    repeat {
        try file.read(upTo: pieceBytes, into: &buffer)
        buffer.withUnsafeBytes { body($0) }
    } while buffer.count == pieceBytes
}

/// Names in a directory, in order; empty if it cannot be read.
public func fileNames(in directory: String) -> [String] { InputFile.names(in: directory) }
