import Biosignals
import EventContract
import NATSPublishing
import Publishing
import Storage

/// Messages that were left out, and what has been told of the broker's side.
struct HeardTally {
    /// Answers to nothing this agent has said, or that are no answers.
    var unusable = 0
    /// Answers the store did not take yet.
    var owed: [IncomingMessage] = []
    var isAway = false
    /// Subjects that may not be listened to.
    var refused: Set<String> = []

    static let owedMax = 64
}

/// What comes in from the broker: other agents' words go to the session, the person's answers into
/// the store. Each step takes what is there and waits for nothing.
extension LiveRun {
    func listen(at now: Double) {
        guard let listening else { return }
        for notice in listening.takeNews() { note(notice, at: now) }
        homeAssistant?.step(at: now)
        for message in listening.takeContext() {
            hear(message.payload, on: message.subject, at: now)
        }
        let answers = heard.owed + listening.takeAnswers()
        heard.owed = []
        for answer in answers { take(answer) }
    }

    func stopListening() async {
        await listening?.stop()
        guard heard.unusable > 1 else { return }
        tell(.port("\(heard.unusable) answers on \(BrokerListening.feedback) were left out."))
    }

    /// The person's word on an insight, whether or not a board is there.
    func take(_ answer: IncomingMessage) {
        let prefix = BrokerListening.feedback.dropLast()
        let event = String(answer.subject.dropFirst(prefix.count))
        guard let feedback = FeedbackPayload(answer.payload) else { return leaveOut() }
        let arrival = host.utc().time.millisecondsSince1970
        do {
            if session != nil {
                _ = try session?.pipeline.personal.take(
                    feedback, to: event, arrivedAtMilliseconds: arrival, in: desk.store)
            } else {
                var records = personalRecords()
                _ = try records.take(
                    feedback, to: event, arrivedAtMilliseconds: arrival, in: desk.store)
            }
        } catch is StorageError {
            // Told where findings are stored; the newest answers wait for the store.
            heard.owed.append(answer)
            if heard.owed.count > HeardTally.owedMax { heard.owed.removeFirst() }
        } catch {
            leaveOut()
        }
    }

    private func leaveOut() {
        heard.unusable += 1
        guard heard.unusable == 1 else { return }
        tell(
            .port(
                "An answer on \(BrokerListening.feedback) was left out: it is to nothing that "
                    + "this agent has said, or is no answer. Further ones are only counted."))
    }

    /// If it was asked for.
    func announceToHomeAssistant() async {
        guard let listening, let ceiling = options.homeAssistant else { return }
        homeAssistant = await HomeAssistantRole(
            listening, agent: options.agent,
            discovery: HomeAssistantDiscovery(
                agent: options.agent, instance: desk.store.instance.uuid,
                ceiling: min(ceiling, options.ceiling)))
    }

    private func note(_ notice: BrokerNotice, at now: Double) {
        if homeAssistant?.note(notice, at: now) == true {
            tell(
                .port(
                    "The broker does not let this agent announce itself to Home Assistant; its "
                        + "role needs to publish "
                        + "\(HomeAssistantDiscovery.subject(agent: options.agent))."))
        }
        switch notice {
        case .connected:
            heard.refused = []
            guard heard.isAway else { return }
            heard.isAway = false
            tell(.port("The broker is back; others are heard again."))
        case .waiting(_, let error):
            guard !heard.isAway else { return }
            heard.isAway = true
            tell(.port("Others are not heard for the time being: \(error)"))
        case .subscriptionRefused(let subject):
            guard heard.refused.insert(subject).inserted else { return }
            tell(.port("The broker does not let this agent listen to \(subject)."))
        case .dropped(let subject, let count):
            tell(.port("\(count) messages on \(subject) came too fast and were left out."))
        case .publishRefused, .stopped: break
        }
    }
}
