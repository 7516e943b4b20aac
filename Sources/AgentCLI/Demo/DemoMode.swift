import Agent
import Foundation
import NATSPublishing
import Settings
import Storage

/// A demonstration: replayed or simulated signals only, everything it keeps in one temporary folder
/// that goes with it, a broker on this machine only, and a line about everything it does.
final class DemoMode: Sendable {
    private let folder: DemoFolder
    /// A line about something that was done.
    let tell: @Sendable (String) -> Void

    /// Clears away what killed demonstrations left, and makes a folder for this one.
    init(tell: @escaping @Sendable (String) -> Void) throws {
        let parent = FileManager.default.temporaryDirectory.path
        let audit: @Sendable (String) -> Void = { tell("audit: " + $0) }
        self.tell = audit
        for path in DemoFolder.removeAbandoned(in: parent) {
            audit("removed \(path), left by a demonstration that was killed")
        }
        folder = try DemoFolder(in: parent)
        audit(
            "a demonstration begins: everything it keeps is in \(folder.path), removed at its end, "
                + "and every event says \"demo\":true")
    }

    var path: String { folder.path }

    static func recordings(in folder: String) -> String { folder + "/recordings" }
    static func state(in folder: String) -> String { folder + "/state" }

    /// Takes everything away. Again is no harm.
    func end() {
        let isGone = folder.remove()
        tell(
            "the demonstration has ended: \(folder.path) is "
                + (isGone ? "removed" : "not empty yet, and goes with the next demonstration"))
    }

    /// For a second ^C: nothing else is done any more.
    func removeAtOnce() { folder.remove() }

    /// What cannot be asked for together with `--demo`.
    ///
    /// - Parameter events: where events are to be written, if anywhere.
    static func check(state: String?, events: String?) throws {
        if let state {
            throw Failure(
                .usage,
                "--state \(state): a demonstration keeps nothing: what it stores is in a temporary "
                    + "folder that is removed at its end. Leave --state out.")
        }
        guard let events, events != "-", !isStream(events) else { return }
        throw Failure(
            .usage,
            "--events \(events): a demonstration leaves no file behind. Write --events - with "
                + "replay, or name a pipe.")
    }

    /// Before anything is connected to.
    static func check(broker: String?) throws {
        guard let broker else { return }
        let url = try BrokerURL(broker)
        guard url.isLoopback else {
            throw Failure(
                .usage,
                "--demo with the broker \(url): a demonstration talks to a broker on this machine "
                    + "only. Name one at nats://127.0.0.1:4222, or leave it out.")
        }
    }

    private static func isStream(_ path: String) -> Bool {
        let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let type = try? FileManager.default.attributesOfItem(atPath: place)[.type]
        return (type as? FileAttributeType).map { $0 != .typeRegular } ?? false
    }
}
