import EventContract
import NATSPublishing
import Trust

/// What happens to a request when it comes: answered, put in the queue, refused, or, if its answer
/// would go where it must not, left alone.
extension AgentService {
    func take(_ message: IncomingMessage, _ what: ReadSubject) async {
        guard let (asker, reply) = asker(of: message) else { return }
        do throws(ServiceRefusal) {
            guard asker != .unknown else { throw .askerUnknown }
            // Who says it is looked at before what it says.
            let granted = try keeper.admit(message, from: asker)
            let request = try ReadRequest(what, parsing: message.payload)
            let waiting = RequestQueue.Waiting(
                request: request, asker: asker, granted: granted, replySubject: reply,
                arrived: clock.now())
            guard queue.offer(waiting) else { throw .queueFull(retrySeconds: retrySeconds) }
        } catch {
            await say(error, to: reply, what.rawValue)
        }
    }

    /// What is asked for, as far as the policy lets it go, within the asker's budget.
    func answer(
        _ waiting: RequestQueue.Waiting, until deadline: Duration
    ) async throws(ServiceRefusal) -> [UInt8] {
        let (request, granted) = (waiting.request, waiting.granted)
        let stretch = request.what == .data ? try await worker.stretch(of: request) : 0
        let allowed = try keeper.decide(
            request, for: granted, label: ReadDesk.label(of: request), stretch: stretch)
        let body = try await worker.answer(allowed, ceiling: granted.ceiling, until: deadline)
        try keeper.spend(bytes: body.count, of: granted)
        return body
    }

    /// An answer to a signed request is signed as well: over the subject that was asked on, and with
    /// the request's id, for the broker puts reply subjects of its own in place of an asker's.
    func headers(
        _ granted: Granted, _ subject: String, _ body: [UInt8]
    ) -> [(name: String, value: String)] {
        guard let signer, let request = granted.requestId else { return [] }
        var generator = SystemRandomNumberGenerator()
        let now = clock.utc().millisecondsSince1970
        let value = signer.header(
            id: ULID(millisecondsSince1970: now, using: &generator).description,
            sequence: UInt64(statistics.totals.answered) + 1, timeMilliseconds: now,
            subject: subject, payload: body, request: request)
        return [(MessageSigner.headerName, value)]
    }

    /// Status is internal: whoever the broker lets ask may know.
    func answerStatus(_ message: IncomingMessage, _ subject: String) async {
        guard let (_, reply) = asker(of: message) else { return }
        let began = clock.now()
        guard let body = try? Self.encoded(await status()) else { return }
        try? await link.publish(
            body, to: reply, headers: voice.headers(for: body, on: subject, at: clock.utc()))
        statistics.answered(subject, in: clock.now() - began)
    }

    func describe(_ message: IncomingMessage, _ verb: ServiceDescription.Verb) async {
        guard let (_, reply) = asker(of: message) else { return }
        guard let body = try? Self.encoded(description(verb)) else { return }
        try? await link.publish(body, to: reply)
    }

    func say(_ refusal: ServiceRefusal, to reply: String, _ subject: String) async {
        statistics.refused(subject, refusal)
        guard let body = try? refusal.encoded() else { return }
        try? await link.publish(body, to: reply, headers: refusal.headers)
    }

    func asker(of message: IncomingMessage) -> (RequestGate.Asker, String)? {
        guard let asker = gate.asker(of: message), let reply = message.replySubject else {
            noteUnanswerable(message.subject)
            return nil
        }
        return (asker, reply)
    }

    /// Until what waits now has been answered, and a second at least.
    private var retrySeconds: Int {
        let seconds = statistics.meanTime * (queue.count + 1) / .seconds(1)
        return min(max(Int(seconds.rounded(.up)), 1), 60)
    }
}
