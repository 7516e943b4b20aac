/// Where a value came from.
public enum SettingsOrigin: Equatable, Sendable, CustomStringConvertible {
    case commandLine(option: String)
    case environment(variable: String)
    /// Lines and columns count from 1.
    case file(path: String, line: Int, column: Int)
    case standard

    public var description: String {
        switch self {
        case .commandLine(let option): option
        case .environment(let variable): variable
        case .file(let path, let line, _): "\(path.printable), line \(line)"
        case .standard: "default"
        }
    }
}
