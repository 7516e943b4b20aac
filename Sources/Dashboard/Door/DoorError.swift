/// Why there is no door.
public enum DoorError: Error, Equatable, Sendable, CustomStringConvertible {
    case pathTooLong(String)
    case noFolder(String)
    case folderOpenToOthers(String)
    case notWritable(String, String)
    case inUse(String)
    case notASocket(String)

    public var description: String {
        switch self {
        case .pathTooLong(let path):
            "The local socket's path is longer than 103 bytes (\(path)). Choose a state directory "
                + "with a shorter one."
        case .noFolder(let folder): "There is no folder \(folder) for the local socket."
        case .folderOpenToOthers(let folder):
            "Others can write to \(folder): no local socket is put there. Close it with: "
                + "chmod go-w \(folder)"
        case .notWritable(let path, let why): "Cannot make the local socket \(path): \(why)."
        case .inUse(let path): "Another agent listens on the local socket \(path)."
        case .notASocket(let path):
            "\(path) is no socket, and stays as it is. Move it away for a local socket."
        }
    }
}
