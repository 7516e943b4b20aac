import Storage
import Trust

/// Between the states and the store: what is kept, and what an earlier run left.
extension ApprovalOffice {
    func handle(_ event: Approval.Event, of id: String) throws(Refusal) {
        guard var next = cases[id] else { return }
        let before = next.approval
        let actions = try next.approval.handle(event, at: clock())
        for case .publishOutcome(let outcome) in actions {
            next.outcome = outcome.document(signedBy: key)
            next.ended = outcome.time
            next.token = nil
        }
        if next.approval != before { try keep(next) }
        cases[id] = next
        for action in actions { perform(action, next, id) }
    }

    private func perform(_ action: Approval.Action, _ known: Case, _ id: String) {
        switch action {
        case .publishRequest, .remind:
            say(known.request, "request", id, isOutcome: false)
        case .publishOutcome(let outcome):
            say(known.outcome, "outcome", id, isOutcome: true)
            let reason = outcome.reason.isEmpty ? "" : ": \(outcome.reason)"
            tell("Approval \(id) is \(outcome.state.rawValue)\(reason)")
        // Whoever grants hears the decision too, and sends the token.
        case .requestToken, .execute: break
        }
    }

    func keep(_ known: Case) throws(Refusal) {
        let state = known.approval.state
        do throws(StorageError) {
            try store.keep(
                StoredApproval(
                    id: known.approval.request.id, asked: known.approval.request.asked,
                    isOpen: !state.isFinal, isTold: known.isTold || !state.isFinal,
                    record: known.approval.record(request: known.request, token: known.token),
                    outcome: known.outcome, files: known.files))
        } catch {
            tell("What became of an approval cannot be kept, so nothing follows from it: \(error)")
            throw Refusal(.busy, "What is asked for cannot be kept at the moment.")
        }
    }

    func read(_ rows: [StoredApproval]) {
        let now = clock()
        for row in rows {
            do throws(Refusal) {
                try read(row, now)
            } catch {
                tell("Approval \(row.id) is not believed as it is kept: \(error.reason)")
            }
        }
    }

    private func read(_ row: StoredApproval, _ now: ClockReading) throws(Refusal) {
        let verifier = trust.verifier
        let request = try Approval.requestBytes(of: row.record)
        var token: [UInt8]?
        let approval = try Approval.read(
            row.record, verifier.keyring, verifier.revocations,
            token: { (bytes: [UInt8]) throws(Refusal) in
                token = bytes
                return try verifier.kept(bytes)
            })
        var known = Case(
            approval: approval, request: request,
            token: approval.state == .tokenBound ? token : nil, outcome: row.outcome,
            isTold: row.isTold && approval.state.isFinal, files: row.files)
        cases[row.id] = known
        if approval.state == .executing {
            let found = work.remains(of: approval.request.action)
            for case .publishOutcome(let outcome) in known.approval.resume(at: now, found: found) {
                known.outcome = outcome.document(signedBy: key)
                known.ended = outcome.time
                try keep(known)
                cases[row.id] = known
                perform(.publishOutcome(outcome), known, row.id)
            }
        } else if approval.state.isFinal, !row.isTold {
            say(known.outcome, "outcome", row.id, isOutcome: true)
        }
    }
}

extension ApprovalOffice {
    func say(_ payload: [UInt8], _ what: String, _ id: String, isOutcome: Bool) {
        sayings[id] = Saying(
            id: id, subject: "approvals.\(what).\(options.agent).\(id)", payload: payload,
            isOutcome: isOutcome)
        hasNews.yield()
    }

    /// Whoever has just begun to ask persons wants to hear everything that is open.
    func sayOpenOnes() {
        for (id, known) in cases where !known.approval.state.isFinal {
            if sayings[id] == nil { say(known.request, "request", id, isOutcome: false) }
        }
    }

    /// What is to be said now.
    func due() -> [Saying] { sayings.values.sorted { $0.id < $1.id } }

    /// The broker has it.
    func hasSaid(_ saying: Saying) {
        if sayings[saying.id] == saying { sayings[saying.id] = nil }
        guard saying.isOutcome, cases[saying.id] != nil else { return }
        cases[saying.id]?.isTold = true
        if let known = cases[saying.id] { try? keep(known) }
    }
}
