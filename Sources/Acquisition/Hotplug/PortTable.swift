/// The ports known to be there, and what a new look at them means.
struct PortTable {
    /// By the device's place in /sys.
    private var ports: [String: PortIdentity] = [:]

    /// - Parameter identity: nil if the port has left.
    mutating func update(_ systemPath: String, to identity: PortIdentity?) -> [DeviceEvent] {
        let former = ports.updateValue(identity, at: systemPath)
        switch (former, identity) {
        case (nil, nil): return []
        case (nil, let now?): return [.added(now)]
        case (let former?, nil): return [.removed(former)]
        case (let former?, let now?) where former == now: return []
        // Another board in the same place, and its predecessor's leaving was missed.
        case (let former?, let now?) where former.stableKey != now.stableKey:
            return [.removed(former), .added(now)]
        case (_, let now?): return [.changed(now)]
        }
    }

    /// After a look at everything: what left first, then what came, in the order of their nodes.
    mutating func update(to present: [String: PortIdentity]) -> [DeviceEvent] {
        let gone = ports.filter { present[$0.key] == nil }.sorted { $0.value.node < $1.value.node }
        let there = present.sorted { $0.value.node < $1.value.node }
        return gone.flatMap { update($0.key, to: nil) }
            + there.flatMap { update($0.key, to: $0.value) }
    }
}

extension Dictionary {
    fileprivate mutating func updateValue(_ value: Value?, at key: Key) -> Value? {
        guard let value else { return removeValue(forKey: key) }
        return updateValue(value, forKey: key)
    }
}
