import Dispatch
import Trust

/// What comes back from persons, and what is done on it.
extension ApprovalOffice {
    /// Takes in what came about an approval.
    ///
    /// - Parameter verdict: what whoever brought it says it holds; nil on the broker.
    func take(
        _ bytes: [UInt8], about id: String, saying verdict: ApprovalDecision.Answer? = nil
    ) throws(Refusal) {
        look()
        let message = try ApprovalMessage(bytes)
        let now = clock()
        for list in message.revocations {
            // An older list is no harm: the newer one that is known stays.
            do throws(Refusal) {
                try believed.take(list, at: now)
            } catch  where error.rule != .revocationsRollback {
                throw error
            } catch {}
        }
        look()
        guard cases[id] != nil else {
            throw Refusal(.approvalUnknown, "There is no such approval.")
        }
        for receipt in message.receipts {
            let receipt = try ApprovalReceipt.verified(
                receipt, from: trust.receiver, trust.verifier.keyring,
                trust.verifier.revocations)
            // Said again it changes nothing.
            if cases[id]?.approval.state != .requested { continue }
            try handle(.receipt(receipt), of: id)
        }
        for bytes in message.decisions {
            let decision = try VerifiedDecision(
                bytes, trust.verifier.keyring, trust.verifier.revocations, at: now)
            guard verdict.map({ $0 == decision.decision.answer }) ?? true else {
                throw Refusal(.actionDiffers, "The decision says something else.")
            }
            try handle(.decision(decision), of: id)
            let name = decision.decision.approver
            let answer = decision.decision.answer == .approve ? "agrees to" : "denies"
            tell("\(name) \(answer) approval \(id): \(decision.decision.reason)")
        }
        for bytes in message.tokens { try bind(bytes, to: id, now) }
    }

    private func bind(
        _ bytes: [UInt8], to id: String, _ now: ClockReading
    ) throws(Refusal) {
        guard let known = cases[id] else { return }
        // With a quorum of two the first approver's comes too early, and is no harm.
        if known.approval.state == .requested || known.approval.state == .delivered { return }
        var trust = trust
        let token = try trust.token(bytes, for: known.approval.request.action, at: now)
        var next = known
        _ = try next.approval.handle(.token(token), at: now)
        try trust.verifier.spend(token, at: now)
        next.token = bytes
        try keep(next)
        self.trust = trust
        cases[id] = next
        executeIfBound(id)
    }

    func takeBack(_ id: String) {
        guard cases[id]?.approval.state != .executing else { return }
        try? handle(.cancel("It was taken back at the local socket."), of: id)
    }

    /// Begins what is approved and has its token; what cannot be begun is revoked.
    func executeIfBound(_ id: String) {
        guard !isEnding, var known = cases[id], known.approval.state == .tokenBound else { return }
        let now = clock()
        let approved = known.approval.request
        do throws(Refusal) {
            // A key or token that was revoked since it signed, or was signed, serves nothing.
            for decision in known.approval.decisions {
                _ = try VerifiedDecision(
                    kept: decision.bytes, trust.verifier.keyring, trust.verifier.revocations)
            }
            try stillHolds(known, now)
            let survey = try work.survey(ApprovalWish(approved.action))
            let action = try ApprovalAction(
                approvalId: id, operation: approved.action.operation, agent: options.agent,
                requester: approved.action.requester, resource: approved.action.resource,
                resourceDigest: survey.digest, parameters: approved.action.parameters)
            try decide(ApprovalWish(approved.action), .allow, now)
            _ = try known.approval.handle(.begin(action), at: now)
            // Its use is on the disk before anything is done.
            known.token = nil
            try keep(known)
        } catch {
            // Its time may come, or be over: the next tick finds out.
            let passing: [Rule] = [.clockUntrusted, .expired, .busy, .revocationsStale]
            if passing.contains(error.rule) { return }
            try? handle(.revoke(error.reason), of: id)
            return
        }
        cases[id] = known
        let order = ApprovalOrder(
            action: approved.action, label: approved.label,
            approvals: known.approval.decisions.map {
                "\($0.decision.approver): \($0.decision.reason)"
            }, time: now)
        running[id] = Task {
            let result = await withCheckedContinuation { [work] continuation in
                // It reads and writes files: on no thread that Swift's tasks share.
                DispatchQueue.global(qos: .utility).async {
                    continuation.resume(returning: Result { try work.perform(order) })
                }
            }
            finish(id, result)
        }
    }

    /// The token is looked at as it was when it came: what was revoked in between, or a list that was
    /// withheld since, ends or stays it. That it was spent is what it was spent for.
    private func stillHolds(_ known: Case, _ now: ClockReading) throws(Refusal) {
        guard let token = known.token else { return }
        var copy = trust
        _ = try copy.held(token, for: known.approval.request.action, at: now)
    }

    private func finish(_ id: String, _ result: Result<ApprovalDeed, any Error>) {
        running[id] = nil
        switch result {
        case .success(let deed):
            cases[id]?.files = deed.files
            untold[id] = .done(deed.words)
        case .failure(let refusal as Refusal): untold[id] = .failed(refusal.reason)
        case .failure(let error): untold[id] = .failed("\(error)")
        }
        tellWhatIsDone()
    }

    /// What cannot be kept now is kept with a later tick: it has been done, and must not be forgotten.
    func tellWhatIsDone() {
        for (id, event) in untold {
            do throws(Refusal) {
                try handle(event, of: id)
                untold[id] = nil
            } catch {
                if error.rule != .busy { untold[id] = nil }
            }
        }
    }
}
