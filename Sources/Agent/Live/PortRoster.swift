import Acquisition
import Glibc
import Synchronization

/// All ports that the sources want: those named, and with a source `auto` every one that may be a
/// board, as they come and go.
final class PortRoster {
    private let sources: [LiveSource]
    private let onlySimulated: Bool
    private let watcher: DeviceWatcher?
    private let following: Task<Void, Never>?
    private let plugged = PluggedPorts()
    private(set) var ports: [LinkedPort] = []
    /// Identities that each port has been told of.
    private var told: [ObjectIdentifier: PortIdentity] = [:]

    /// - Throws: `DeviceWatchError` if ports are to be found and the system does not tell of them.
    init(sources: [LiveSource], onlySimulated: Bool = false) throws(DeviceWatchError) {
        self.sources = sources
        self.onlySimulated = onlySimulated
        let isAutomatic = sources.contains { $0.place == .automatic }
        if isAutomatic {
            watcher = try DeviceWatcher()
        } else {
            watcher = try? DeviceWatcher()
        }
        // The first look must know what is there: a board that must never be written to would
        // otherwise be opened as a port of which nothing is known.
        if watcher != nil {
            for identity in (try? DeviceWatcher.presentPorts()) ?? [] {
                plugged.note(.added(identity))
            }
        }
        following = watcher.map { [plugged] watcher in
            Task { for await event in watcher.events { plugged.note(event) } }
        }
        for source in sources {
            guard case .path(let path) = source.place else { continue }
            ports.append(
                LinkedPort(
                    .path(path), place: path, source: source, asksUnknown: sources.count > 1,
                    onlySimulated: onlySimulated))
        }
    }

    /// Ports that came or left since the last look.
    func look(at now: Double) -> [(port: LinkedPort, news: [LinkedPort.News])] {
        let present = plugged.present
        addAutomatic(present)
        return ports.compactMap { port in
            let news = compare(port, present, at: now)
            return news.isEmpty ? nil : (port, news)
        }
    }

    var isAnyOpen: Bool { ports.contains { $0.connection != nil } }

    func close() {
        // Every board is asked to be silent before any port is closed.
        for port in ports { port.askToStop() }
        for port in ports { port.close() }
        following?.cancel()
        watcher?.stop()
    }

    private func addAutomatic(_ present: [PortIdentity]) {
        guard let source = sources.first(where: { $0.place == .automatic }) else { return }
        for identity in present where BoardClaim(identity).isWorthListening {
            guard !ports.contains(where: { $0.stands(for: identity) }) else { continue }
            // The same board in another socket goes on where it was.
            if let moved = ports.first(where: { $0.isAway && $0.isSameDevice(identity) }) {
                moved.follow(identity.stableKey)
                continue
            }
            ports.append(
                LinkedPort(
                    .key(identity.stableKey), place: identity.node, source: source,
                    asksUnknown: false, onlySimulated: onlySimulated))
        }
    }

    private func compare(
        _ port: LinkedPort, _ present: [PortIdentity], at now: Double
    ) -> [LinkedPort.News] {
        let found: PortIdentity?
        if let key = port.key {
            found = present.first { $0.stableKey == key }
        } else if let path = port.path {
            // A pseudo-terminal and a bare UART are not told of by the system.
            found =
                present.first { $0.node == path || $0.links.contains(path) }
                ?? (access(path, F_OK) == 0 ? PortIdentity(node: path) : nil)
        } else {
            found = nil
        }
        let id = ObjectIdentifier(port)
        let before = told[id]
        guard found != before else { return [] }
        told[id] = found
        switch (before, found) {
        case (let before?, let found?) where before.stableKey == found.stableKey:
            return port.note(.changed(found), at: now)
        case (let before?, let found?):
            return port.note(.vanished(before.stableKey), at: now)
                + port.note(.appeared(found), at: now)
        case (let before?, nil): return port.note(.vanished(before.stableKey), at: now)
        case (nil, let found?): return port.note(.appeared(found), at: now)
        case (nil, nil): return []
        }
    }
}

/// The ports that are plugged in now, as the watcher's events tell.
private final class PluggedPorts: Sendable {
    private let ports = Mutex<[String: PortIdentity]>([:])

    var present: [PortIdentity] {
        ports.withLock { $0.values.sorted { $0.node < $1.node } }
    }

    func note(_ event: DeviceEvent) {
        ports.withLock { ports in
            switch event {
            case .added(let identity), .changed(let identity): ports[identity.node] = identity
            case .removed(let identity): ports[identity.node] = nil
            }
        }
    }
}
