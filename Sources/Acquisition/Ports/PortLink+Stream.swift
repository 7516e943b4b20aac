/// Opening, listening, silence and the end of reading.
extension PortLink {
    mutating func opened(_ now: MonotonicInstant) -> [PortLinkAction] {
        guard case .opening(var attempt) = state else { return [] }
        attempt.failureCount = 0
        attempt.lastError = nil
        failed[attempt.identity.stableKey] = nil
        if attempt.silentSince == nil { attempt.silentSince = now }
        state = .sniffing(attempt)
        return []
    }

    mutating func openingFailed(
        _ error: PortError, _ now: MonotonicInstant
    ) -> [PortLinkAction] {
        guard case .opening(var attempt) = state else { return [] }
        guard error.isPassing else {
            refused.insert(attempt.identity.stableKey)
            state = .waiting
            return [.say(.openingFailed(error))] + tryNext(after: attempt.identity.stableKey)
        }
        // Said once, not at every further try.
        let isNews = attempt.lastError != error
        attempt.lastError = error
        attempt.failureCount += 1
        failed[attempt.identity.stableKey] = attempt
        state = .backingOff(attempt, until: now + timing.backoff(after: attempt.failureCount))
        return isNews ? [.say(.openingFailed(error))] : []
    }

    mutating func bytesArrived(_ now: MonotonicInstant) -> [PortLinkAction] {
        switch state {
        case .sniffing(var attempt):
            attempt.hear(at: now)
            state = .sniffing(attempt)
        case .streaming(var attempt):
            attempt.hear(at: now)
            bond?.lastByte = now
            state = .streaming(attempt)
        case .waiting, .opening, .backingOff, .gone, .stopped: break
        }
        return []
    }

    mutating func recognised() -> [PortLinkAction] {
        guard case .sniffing(var attempt) = state, let heard = attempt.silentSince else {
            return []
        }
        attempt.hasBeenCalledNoBoard = false
        let former = bond
        bond = Bond(identity: attempt.identity, rateIndex: attempt.rateIndex, lastByte: heard)
        state = .streaming(attempt)
        return former.map { [.resumeSession(attempt.identity, gapSince: $0.lastByte)] }
            ?? [.beginSession(attempt.identity)]
    }

    mutating func notRecognised(_ now: MonotonicInstant) -> [PortLinkAction] {
        guard case .sniffing(var attempt) = state else { return [] }
        guard attempt.hasFurtherRate else { return giveUp(now) }
        attempt.rateIndex += 1
        return [.close] + open(attempt)
    }

    /// None of ours. A port that was named, whose board we had, or whose id is a board's own is tried
    /// again: a board may be in another mode, or still starting. Any other, such as somebody's
    /// Arduino, is left alone until it is replugged.
    mutating func giveUp(_ now: MonotonicInstant) -> [PortLinkAction] {
        guard case .sniffing(var attempt) = state else { return [] }
        // Said once, not at every further try.
        let notice = PortLinkAction.say(.notABoard(node: attempt.identity.node))
        let said: [PortLinkAction] = attempt.hasBeenCalledNoBoard ? [.close] : [.close, notice]
        guard bond == nil, !isWorthAnotherTry(attempt.identity) else {
            attempt.rateIndex = bond?.rateIndex ?? 0
            attempt.hasBeenCalledNoBoard = true
            state = .backingOff(attempt, until: now + timing.backoffMax)
            return said
        }
        refused.insert(attempt.identity.stableKey)
        state = .waiting
        return said + tryNext(after: attempt.identity.stableKey)
    }

    private func isWorthAnotherTry(_ identity: PortIdentity) -> Bool {
        switch wanted {
        case .anyBoard: false
        case .path: true
        case .key: BoardClaim(identity).strength >= .documented
        }
    }

    mutating func readingEnded(
        _ end: PortReader.End, _ now: MonotonicInstant
    ) -> [PortLinkAction] {
        guard end != .stopped, let attempt = state.attempt, state.isOpen else { return [] }
        var next = PortAttempt(attempt.identity)
        next.rateIndex = attempt.rateIndex
        next.hasBeenCalledNoBoard = attempt.hasBeenCalledNoBoard
        next.failureCount = 1
        state = .backingOff(next, until: now + timing.backoff(after: 1))
        return bond == nil ? [.close] : [.close, .say(.gone(node: attempt.identity.node))]
    }

    mutating func tick(_ now: MonotonicInstant) -> [PortLinkAction] {
        guard let deadline, deadline <= now else { return [] }
        switch state {
        case .backingOff(let attempt, _):
            // With several to choose from, the others have their turn.
            let key = attempt.identity.stableKey
            guard wanted == .anyBoard, bond == nil else { return open(attempt) }
            let actions = tryNext(after: key)
            return actions.isEmpty ? open(attempt) : actions
        case .gone:
            bond = nil
            state = .waiting
            return tryNext(after: nil)
        case .sniffing(let attempt), .streaming(let attempt): return endureSilence(attempt, now)
        case .waiting, .opening, .stopped: return []
        }
    }

    private mutating func endureSilence(
        _ attempt: PortAttempt, _ now: MonotonicInstant
    ) -> [PortLinkAction] {
        guard let since = attempt.silentSince else { return [] }
        var attempt = attempt
        var actions: [PortLinkAction] = []
        let node = attempt.identity.node
        if let due = attempt.replugRequest(timing), due <= now {
            attempt.hasAskedForReplug = true
            actions.append(.say(.replug(node: node, silentFor: now - since)))
        }
        if let due = attempt.reopening(timing), due <= now {
            if attempt.reopenedAt == nil {
                actions.append(.say(.silent(node: node, for: now - since)))
            }
            attempt.reopenedAt = now
            return actions + [.close] + open(attempt)
        }
        if case .sniffing = state {
            state = .sniffing(attempt)
        } else {
            state = .streaming(attempt)
        }
        return actions
    }
}
