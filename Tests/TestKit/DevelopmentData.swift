public import Foundation

/// A set of the annotated recordings that are too large for the repository: in the folder that
/// `HEALTHYPI_DATA` names, else in the developers' folder beside the project, wherever the tests are
/// started from.
/// - Returns: nil if the set is not there; the caller says so and stands aside.
public func developmentData(_ set: String) -> URL? {
    let root =
        ProcessInfo.processInfo.environment["HEALTHYPI_DATA"]
        ?? packageRoot() + "/../shared/data/dev"
    let folder = URL(fileURLWithPath: root).appendingPathComponent(set)
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
}

/// One channel of a WFDB signal file of format 16: little-endian numbers of 16 bits, the channels in
/// turn.
public func format16Channel(_ channel: Int, of channels: Int, in file: URL) throws -> [Double] {
    let bytes = [UInt8](try Data(contentsOf: file))
    return (0..<bytes.count / (2 * channels)).map { frame in
        let byte = 2 * (frame * channels + channel)
        return Double(Int16(bitPattern: UInt16(bytes[byte]) | UInt16(bytes[byte + 1]) << 8))
    }
}
