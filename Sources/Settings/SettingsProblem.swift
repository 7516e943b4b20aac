/// One thing that is wrong with the configuration: what, where, and what to do.
public struct SettingsProblem: Equatable, Sendable, CustomStringConvertible {
    public enum Kind: Equatable, Sendable { case invalid, notPermitted }

    public let kind: Kind
    /// Path of the key; nil where the file as a whole is meant.
    public let key: String?
    public let origin: SettingsOrigin
    /// Sentences, without samples or secrets.
    public let text: String

    public var description: String {
        let place = self.place
        return key.map { "\($0) (\(place)): \(text)" } ?? "\(place): \(text)"
    }

    private var place: String {
        switch origin {
        case .file(let path, let line, let column) where line > 0:
            "\(path.printable), line \(line), column \(column)"
        case .file(let path, _, _): path.printable
        default: origin.description
        }
    }
}
