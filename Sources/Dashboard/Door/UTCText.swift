import Foundation

/// UTC as RFC 3339 writes it.
enum UTCText {
    /// - Parameter milliseconds: since 1970-01-01T00:00:00Z.
    static func text(_ milliseconds: Int64) -> String {
        let date = Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
        return date.formatted(
            Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
