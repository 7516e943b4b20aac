/// Ports that come and go, and which of them is tried.
extension PortLink {
    mutating func appeared(_ identity: PortIdentity) -> [PortLinkAction] {
        let key = identity.stableKey
        if let index = present.firstIndex(where: { $0.stableKey == key }) {
            present[index] = identity
        } else {
            present.append(identity)
        }
        switch state {
        case .waiting, .gone: return accepts(identity) ? begin(identity) : []
        // Another node for the same board: its leaving was missed, and what is open is dead.
        case .opening(let attempt), .sniffing(let attempt), .streaming(let attempt):
            guard attempt.identity.stableKey == key, attempt.identity.node != identity.node else {
                return []
            }
            return [.close] + begin(identity)
        // It is back, or a rule has given it other rights: worth a try at once.
        case .backingOff(var attempt, _) where attempt.identity.stableKey == key:
            attempt.identity = identity
            return open(attempt)
        case .backingOff, .stopped: return []
        }
    }

    mutating func vanished(_ key: PortKey, _ now: MonotonicInstant) -> [PortLinkAction] {
        present.removeAll { $0.stableKey == key }
        refused.remove(key)
        failed[key] = nil
        guard let attempt = state.attempt, attempt.identity.stableKey == key else { return [] }
        let wasOpen = state.isOpen
        if bond == nil {
            state = .waiting
            return (wasOpen ? [.close] : []) + tryNext(after: nil)
        }
        state = .gone(since: now)
        return wasOpen ? [.close, .say(.gone(node: attempt.identity.node))] : []
    }

    private func accepts(_ identity: PortIdentity) -> Bool {
        if let bond { return bond.identity.isSameDevice(as: identity) }
        return wanted.accepts(identity) && !refused.contains(identity.stableKey)
    }

    private mutating func begin(_ identity: PortIdentity) -> [PortLinkAction] {
        var attempt = PortAttempt(identity)
        if let before = failed[identity.stableKey] {
            attempt.failureCount = before.failureCount
            attempt.lastError = before.lastError
            attempt.hasBeenCalledNoBoard = before.hasBeenCalledNoBoard
        }
        attempt.rateIndex = bond?.rateIndex ?? 0
        return open(attempt)
    }

    mutating func open(_ attempt: PortAttempt) -> [PortLinkAction] {
        state = .opening(attempt)
        return [.open(attempt.identity, attempt.baudRate)]
    }

    /// The acceptable port whose claim is strongest; of equals the next one after `key`.
    mutating func tryNext(after key: PortKey?) -> [PortLinkAction] {
        let start = present.firstIndex { $0.stableKey == key }.map { $0 + 1 } ?? 0
        let inTurn = (present[start...] + present[..<start]).filter { accepts($0) }
        let strength = { (identity: PortIdentity) in BoardClaim(identity).strength }
        guard let strongest = inTurn.map(strength).max(),
            let next = inTurn.first(where: { strength($0) == strongest })
        else { return [] }
        return begin(next)
    }
}

extension PortIdentity {
    /// The same socket and serial number, or the same board in another socket.
    public func isSameDevice(as other: PortIdentity) -> Bool {
        if stableKey == other.stableKey { return true }
        return isUSB && serial != nil && serial == other.serial && vendorID == other.vendorID
            && productID == other.productID && interfaceNumber == other.interfaceNumber
    }
}
