import Foundation

/// Why the system did not do what it was asked for: its own few words, without a library's sentence
/// around them.
struct SystemCause {
    let text: String

    init(_ error: any Error) {
        text = Self.code(error).map { String(cString: strerror($0)).lowercased() } ?? "it failed"
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
