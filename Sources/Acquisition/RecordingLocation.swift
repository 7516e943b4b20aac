/// What a path given by a person leads to.
enum RecordingLocation: Equatable {
    /// The header of a WFDB record.
    case wfdb(String)
    case csv(String)
    /// A directory: perhaps one that the agent recorded.
    case folder(String)
    /// Raw bytes: perhaps what a board sent, or a log that it wrote.
    case deviceLog(String)

    private static let tables: Set<String> = ["csv", "tsv", "txt"]

    /// `100`, `100.hea` and `100.dat` are one WFDB record; `.csv`, `.tsv` and `.txt` are tables, and
    /// so is every other text file; a directory is what the agent recorded in one session; other bytes may be a
    /// device's.
    init(_ path: String) throws(AcquisitionError) {
        let name = PathName(path)
        switch name.suffix {
        case "hea":
            self = .wfdb(path)
            return
        case "dat", "atr", "qrs":
            let header = name.withoutSuffix + ".hea"
            if InputFile.exists(header) {
                self = .wfdb(header)
                return
            }
        case "edf" where InputFile.exists(path), "bdf" where InputFile.exists(path):
            throw .unknownFormat(path: path)
        default: break
        }
        if InputFile.exists(path + ".hea") {
            self = .wfdb(path + ".hea")
            return
        }
        if !InputFile.exists(path), InputFile.exists(path + ".csv") {
            self = .csv(path + ".csv")
            return
        }
        if InputFile.isDirectory(path) {
            self = .folder(path)
            return
        }
        let beginning = try InputFile.contents(of: path, limit: 4_096)
        let isText = !beginning.contains { $0 < 0x20 && ![0x09, 0x0A, 0x0D].contains($0) }
        if beginning.isEmpty, !Self.tables.contains(name.suffix) {
            throw .unknownFormat(path: path)
        }
        let isTable = isText || Self.tables.contains(name.suffix)
        self = isTable ? .csv(path) : .deviceLog(path)
    }
}
