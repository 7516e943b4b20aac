extension Approval {
    static let recordLengthMax = 131_072

    /// What is kept on the disk, one line of JSON: the state, and the request, decisions and token
    /// as they were signed.
    ///
    /// - Parameters:
    ///   - request: the request as published.
    ///   - token: the bound token as it came; nil before one is bound.
    public func record(request: [UInt8], token: [UInt8]?) -> [UInt8] {
        var object = CanonicalObject([
            "decisions": .texts(decisions.map { String(decoding: $0.bytes, as: UTF8.self) }),
            "reason": .text(reason), "reminded": .truth(isReminded),
            "request": .text(String(decoding: request, as: UTF8.self)),
            "state": .text(state.rawValue), "v": .integer(1),
        ])
        if self.token != nil, let token {
            object["token"] = .text(String(decoding: token, as: UTF8.self))
        }
        return object.bytes
    }

    /// Reads a record; every signature in it is verified anew, so that a state without the
    /// decisions and the token it rests on is not believed.
    ///
    /// It needs no clock, so that what was promised is known also after a start with a clock that
    /// is not trusted; nothing goes on from there without one.
    ///
    /// - Parameter token: checks a kept token's bytes; see `TokenVerifier.kept`.
    public static func read(
        _ record: [UInt8], _ keyring: Keyring, _ revocations: Revocations,
        token check: ([UInt8]) throws(Refusal) -> CapabilityToken
    ) throws(Refusal) -> Approval {
        var reader = MemberReader(
            try CanonicalReader.object(record, lengthMax: recordLengthMax))
        _ = try reader.integer("v", 1...1)
        let request = try ApprovalRequest.verified(
            Array(try reader.words("request", 1...recordLengthMax).utf8), keyring, revocations)
        var approval = Approval(request)
        approval.state = try reader.word(State.self, "state")
        approval.reason = try reader.words("reason", 0...4_096)
        approval.isReminded = try reader.truth("reminded")
        let decisions = try reader.texts("decisions", countMax: 2)
        var revoked = 0
        // Nothing rests on what is over, and its approvers' keys may be gone.
        for text in approval.state.isFinal ? [] : decisions {
            do {
                let decision = try VerifiedDecision(
                    kept: Array(text.utf8), keyring, revocations)
                try approval.restore(decision)
            } catch {
                // A key that was revoked since agrees to nothing: another may.
                guard error.rule == .keyRevoked else { throw error }
                revoked += 1
            }
        }
        let isUndone = approval.state == .approved || approval.state == .tokenBound
        let waitsAgain = isUndone && revoked > 0 && approval.approvalsMissing > 0
        if waitsAgain { approval.state = .delivered }
        if reader.has("token") {
            let token = Array(try reader.words("token", 1...recordLengthMax).utf8)
            do {
                let checked = try check(token)
                if !waitsAgain { approval.token = checked }
            } catch {
                // It held when it was kept, and was revoked since. Where nothing was begun, another
                // one may come.
                let revoked: [Rule] = [.tokenRevoked, .epochRevoked, .keyRevoked]
                guard !approval.state.isFinal, revoked.contains(error.rule) else { throw error }
                if approval.state == .tokenBound { approval.state = .approved }
            }
        }
        try reader.finish()
        try approval.checkRestored(revoked)
        return approval
    }

    /// The request as it was signed, which whoever reads a record needs to check its token.
    public static func requestBytes(of record: [UInt8]) throws(Refusal) -> [UInt8] {
        var reader = MemberReader(
            try CanonicalReader.object(record, lengthMax: recordLengthMax))
        return Array(try reader.words("request", 1...recordLengthMax).utf8)
    }

    private mutating func restore(_ verified: VerifiedDecision) throws(Refusal) {
        let decision = verified.decision
        guard decision.approvalId == request.id, decision.actionHash == request.action.hash,
            decision.answer == .approve,
            !decisions.contains(where: {
                $0.keyIdentifier == verified.keyIdentifier
                    || $0.decision.approver == decision.approver
            }), decision.approver != request.action.requester
        else { throw Refusal(.actionDiffers, "The record's decisions are not about its action.") }
        decisions.append(verified)
    }

    /// - Parameter revoked: decisions of keys that were revoked since.
    private func checkRestored(_ revoked: Int) throws(Refusal) {
        let isApproved = approvalsMissing == 0
        let isBound = token?.oneOff?.actionHash == request.action.hash
        let isSound =
            switch state {
            case .requested, .delivered: !isApproved && token == nil
            case .approved: isApproved && token == nil
            case .tokenBound: isApproved && isBound
            // It is told as cut off, and goes no further.
            case .executing: approvalsMissing <= Int64(revoked)
            default: true
            }
        guard isSound else {
            throw Refusal(.memberValue, "The record's state does not rest on what it holds.")
        }
    }
}
