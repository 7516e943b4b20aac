/// Lines of text beside a recording, each on the disk as soon as it was appended.
///
/// For one task. A line that a crash tore is the last one, and shows by its missing line feed.
public final class LineLog {
    private let file: DiskFile

    /// - Parameters:
    ///   - folder: made if it is not there, for its owner only.
    ///   - name: of a file that is not there yet.
    /// - Throws: `RecorderError`.
    public init(in folder: String, name: String) throws(RecorderError) {
        let made = try RecordFolder(making: folder)
        file = try DiskFile(creating: made.file(name))
        try made.sync()
    }

    /// - Parameter line: with its line feed.
    public func append(_ line: [UInt8]) throws(RecorderError) {
        try file.append(line)
        try file.sync()
    }
}
