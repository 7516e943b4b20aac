import Foundation

/// Why the system did not do what it was asked for: a library's error without the library's sentence
/// around it, which would say neither where nor what to do.
public struct SystemCause {
    /// As in errno; nil when the system did not say.
    public let code: Int32?

    public init(_ error: any Error) { code = Self.code(error) }

    /// Its own few words.
    public var text: String {
        code.map { String(cString: strerror($0)).lowercased() } ?? "the system did not say why"
    }

    private static func code(_ error: any Error) -> Int32? {
        let found = error as NSError
        if found.domain == NSPOSIXErrorDomain { return Int32(found.code) }
        if let below = found.userInfo[NSUnderlyingErrorKey] as? any Error { return code(below) }
        guard let code = (error as? CocoaError)?.code else { return nil }
        return switch code {
        case .fileNoSuchFile, .fileReadNoSuchFile: ENOENT
        case .fileReadNoPermission, .fileWriteNoPermission: EACCES
        case .fileWriteFileExists: EEXIST
        case .fileWriteOutOfSpace: ENOSPC
        case .fileWriteVolumeReadOnly: EROFS
        default: nil
        }
    }
}
