public import Acquisition
import Foundation
import Trust

/// A file of what other agents said, as a session was given it.
public struct ContextInput: Sendable {
    let path: String
    let sha256: String
    let file: ContextFile

    /// - Throws: `AcquisitionError` if it cannot be read.
    public init(at path: String) throws(AcquisitionError) {
        var bytes: [UInt8] = []
        try readBytes(of: path) { bytes += $0 }
        var digest = Digest()
        bytes.withUnsafeBytes { digest.update($0) }
        self.path = URL(fileURLWithPath: path).path
        sha256 = digest.hexadecimal
        file = ContextFile(bytes)
    }

    /// The file that the agent left in the folder of a recording; nil if there is none.
    init?(beside recording: String) throws(AcquisitionError) {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: recording, isDirectory: &isFolder)
        let folder =
            exists && isFolder.boolValue
            ? recording : (recording as NSString).deletingLastPathComponent
        let path = folder.isEmpty ? ContextFile.name : folder + "/" + ContextFile.name
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        try self.init(at: path)
    }

    /// What a person should know about lines that were not understood; nil if all were.
    var notice: String? {
        guard file.refused.count > 0 else { return nil }
        let lines = file.refused.first.map { "\($0)" }.joined(separator: ", ")
        return "\(file.refused.count) lines of \(path) are not understood and were left out, the "
            + "first at line \(lines)"
    }
}
