/// How what is kept is protected.
public struct SecuritySettings: Equatable, Sendable {
    /// Seal what the store holds from now on, with a key that lies beside it.
    public var sealsStore = false

    public init() {}
}
