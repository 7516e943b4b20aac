import Recordings

/// What a path given by a person leads to.
enum RecordingLocation: Equatable {
    /// The header of a WFDB record.
    case wfdb(String)
    case csv(String)
    /// EDF, EDF+, BDF or BDF+.
    case edf(String)
    /// A directory of an Empatica E4 wristband.
    case e4(String)
    /// A directory: perhaps one that the agent recorded.
    case folder(String)
    /// Raw bytes: perhaps what a board sent, or a log that it wrote.
    case deviceLog(String)

    private static let tables: Set<String> = ["csv", "tsv", "txt"]

    /// `100`, `100.hea` and `100.dat` are one WFDB record; `.edf`, `.bdf` and what begins as they do
    /// are EDF; `.csv`, `.tsv`, `.tsv.gz` and `.txt` are tables, and so is every other text file; a
    /// directory is an E4 wristband's or what the agent recorded in one session; other bytes may be a
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
            self = .edf(path)
            return
        case "gz" where PathName(name.withoutSuffix).suffix == "tsv":
            self = .csv(path)
            return
        default: break
        }
        if InputFile.exists(path + ".hea") {
            self = .wfdb(path + ".hea")
            return
        }
        if !InputFile.exists(path), !InputFile.isDirectory(path), let found = Self.completed(path) {
            self = found
            return
        }
        if InputFile.isDirectory(path) {
            self = E4Source.isFolder(path) ? .e4(path) : .folder(path)
            return
        }
        let beginning = try InputFile.contents(of: path, limit: 4_096)
        if EDFHeader.looksLikeEDF(beginning) {
            self = .edf(path)
            return
        }
        if E4File(rawValue: name.fileName) != nil, let first = beginning.first, first &- 48 < 10 {
            // One file of an E4 folder: its first row is a time, where a table has names.
            self = .e4(name.folder.isEmpty ? "." : name.folder)
            return
        }
        let isText = !beginning.contains { $0 < 0x20 && ![0x09, 0x0A, 0x0D].contains($0) }
        if beginning.isEmpty, !Self.tables.contains(name.suffix) {
            throw .unknownFormat(path: path)
        }
        let isTable = isText || Self.tables.contains(name.suffix)
        self = isTable ? .csv(path) : .deviceLog(path)
    }

    /// A path without its extension.
    private static func completed(_ path: String) -> RecordingLocation? {
        for suffix in [".csv", ".tsv", ".tsv.gz"] where InputFile.exists(path + suffix) {
            return .csv(path + suffix)
        }
        for suffix in [".edf", ".bdf"] where InputFile.exists(path + suffix) {
            return .edf(path + suffix)
        }
        return nil
    }
}
