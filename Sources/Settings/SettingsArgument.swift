/// One value of the command line, for one key.
public struct SettingsArgument: Equatable, Sendable {
    /// As the user wrote it, such as `--device`.
    public let option: String
    /// Path of the key, such as `publish.drain_s`; `sources.device` and `sources.board` may come
    /// more than once.
    public let key: String
    public let value: String

    public init(option: String, key: String, value: String) {
        self.option = option
        self.key = key
        self.value = value
    }
}
