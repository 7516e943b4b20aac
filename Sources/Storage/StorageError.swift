/// Why the store could not do what was asked. Each text is one line: what, where, remedy.
public enum StorageError: Error, Equatable, Sendable {
    case directoryUnusable(path: String, cause: String)
    case directoryOfAnotherUser(path: String)
    /// Others may write into the directory; `mode` is its permission bits.
    case directoryWritableByOthers(path: String, mode: UInt32)
    case inUse(path: String, process: Int32?)
    case full(path: String)
    case readOnly(path: String)
    case damaged(path: String)
    /// Written by a newer program with tables this one does not know.
    case tooNew(path: String)
    case codecUnknown(name: String)
    case payloadUnreadable(codec: String)
    case nothingStored(path: String)
    /// A row of what belongs to one person cannot be what was written.
    case rowDamaged(path: String, table: PersonalTable)
    /// What was erased is still in the log, since another program reads the store.
    case logStillHeld(path: String)
    case failed(path: String, cause: String)
}

extension StorageError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .directoryUnusable(let path, let cause):
            "Cannot use the state directory (\(path)): \(cause). Correct it, or give another with "
                + "--state."
        case .directoryOfAnotherUser(let path):
            "The state directory (\(path)) belongs to another user. Give one of your own with "
                + "--state."
        case .directoryWritableByOthers(let path, let mode):
            "Others may write into the state directory (\(path), mode \(String(mode, radix: 8))). "
                + "Close it with: chmod 700 \(path)"
        case .inUse(let path, let process):
            "Another agent\(process.map { " (process \($0))" } ?? "") uses the state directory "
                + "(\(path)). Stop it, or give another directory with --state."
        case .full(let path):
            "Cannot write the store (\(path)): no space left. Free some; what was stored is safe."
        case .readOnly(let path):
            "Cannot write the store (\(path)): it is read-only. Make it writable, or give another "
                + "directory with --state."
        case .damaged(let path):
            "The store (\(path)) is damaged. Set it aside by renaming it and start afresh, or "
                + "restore a copy."
        case .tooNew(let path):
            "The store (\(path)) was written by a newer version. Use that version, or give "
                + "another directory with --state."
        case .codecUnknown(let name):
            "The store holds payloads sealed as \"\(name)\", which this program was not given the "
                + "key for. Provide it."
        case .payloadUnreadable(let codec):
            "A stored payload cannot be opened as \"\(codec)\": wrong key or damaged bytes. "
                + "Provide the key it was sealed with."
        case .nothingStored(let path):
            "There is no store in \(path). Run the agent there first, or correct --state."
        case .rowDamaged(let path, let table):
            "The store (\(path)) holds a damaged row among its \(table.rawValue). Restore a copy, or "
                + "erase them with: healthypi-agent baseline "
                + (table == .baselines ? "erase" : "reset-answers")
        case .logStillHeld(let path):
            "What was erased is gone from the store (\(path)) but still in its log, since another "
                + "program reads it. End that program and erase again."
        case .failed(let path, let cause):
            "The store (\(path)) failed: \(cause). Look at the disk and try again."
        }
    }
}
