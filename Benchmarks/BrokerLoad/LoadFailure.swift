/// Why a load could not be carried through.
public struct LoadFailure: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
