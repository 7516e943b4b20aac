import EventContract
import NATSPublishing

/// What happens to a request when it comes: answered, put in the queue, refused, or, if its answer
/// would go where it must not, left alone.
extension AgentService {
    func take(_ message: IncomingMessage, _ what: ReadSubject) async {
        guard let (asker, reply) = asker(of: message) else { return }
        do throws(ServiceRefusal) {
            guard asker != .unknown else { throw .askerUnknown }
            let request = try ReadRequest(what, parsing: message.payload)
            let waiting = RequestQueue.Waiting(
                request: request, asker: asker, replySubject: reply, arrived: clock.now())
            guard queue.offer(waiting) else { throw .queueFull(retrySeconds: retrySeconds) }
        } catch {
            await say(error, to: reply, what.rawValue)
        }
    }

    func refuse(_ message: IncomingMessage, _ refusal: ServiceRefusal, _ subject: String) async {
        guard let (asker, reply) = asker(of: message) else { return }
        await say(asker == .unknown ? .askerUnknown : refusal, to: reply, subject)
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

    private func asker(of message: IncomingMessage) -> (RequestGate.Asker, String)? {
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
