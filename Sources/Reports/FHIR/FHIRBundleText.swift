import Foundation

/// A Bundle of type `collection`, written entry by entry, so that a day of ECG need not be in memory.
public struct FHIRBundleText {
    private let encoder = JSONEncoder()
    private var count = 0

    public init() {
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    public func begin() -> String {
        "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[\n"
    }

    /// - Parameter identifier: a UUID for the entry's `fullUrl`.
    public mutating func entry(
        _ resource: some Encodable, identifier: String
    ) throws -> String {
        let body = String(decoding: try encoder.encode(resource), as: UTF8.self)
        defer { count += 1 }
        return (count == 0 ? "" : ",\n")
            + "{\"fullUrl\":\"urn:uuid:\(identifier)\",\"resource\":\(body)}"
    }

    public func end() -> String { "\n]}\n" }
}
