import Foundation
public import Storage

/// A store in a folder of its own, gone with this.
public final class LoadStore {
    public let folder: String
    public let store: Store

    public init() throws {
        folder =
            FileManager.default.temporaryDirectory.path + "/healthypi-load-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        store = try Store(
            directory: folder, keepsForBroker: true,
            newInstance: {
                Instance(
                    uuid: "00000000-0000-4000-8000-000000000000",
                    pseudonymKey: Array(repeating: 1, count: 32), createdMilliseconds: 0)
            }, now: { Int64(Date().timeIntervalSince1970 * 1_000) })
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }
}
