import Foundation

/// Where a replay keeps its store: the folder asked for, the lasting default, or a temporary one.
struct StateDirectory: Sendable {
    let path: String
    private let isTemporary: Bool

    /// - Parameter isLasting: whether somebody else relies on what is stored.
    init(chosen: String?, isLasting: Bool) throws {
        if let chosen {
            path = chosen
            isTemporary = false
        } else if isLasting {
            let home = ProcessInfo.processInfo.environment["XDG_STATE_HOME"]
            let base = home ?? NSHomeDirectory() + "/.local/state"
            path = base + "/healthypi"
            isTemporary = false
        } else {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
                "healthypi-replay-" + UUID().uuidString)
            path = folder.path
            isTemporary = true
        }
    }

    /// - Parameter demo: all of it goes at the end; this part, at the end of each round.
    init(of demo: DemoMode) {
        path = DemoMode.state(in: demo.path)
        isTemporary = true
    }

    func removeIfTemporary() {
        guard isTemporary else { return }
        try? FileManager.default.removeItem(atPath: path)
    }
}
