import EventContract
import Publishing
import Trust

/// Gives drafts their identifier and their place in the sequence, and makes the bytes that leave.
struct EventWriter {
    let agent: String
    let instance: String
    let person: String
    private(set) var lastSequence: UInt64
    /// What is more confidential becomes no event, and takes no place in the sequence.
    private let ceiling: Label
    /// Nil: what leaves is unsigned.
    private let signer: MessageSigner?
    /// Every event says that it is a demonstration's.
    private let isDemo: Bool
    private var generator: any RandomNumberGenerator

    init(
        agent: String, instance: String, person: String, lastSequence: UInt64,
        ceiling: Label = .confidential, signer: MessageSigner? = nil,
        isDemo: Bool = false, generator: any RandomNumberGenerator
    ) {
        self.agent = agent
        self.instance = instance
        self.person = person
        self.lastSequence = lastSequence
        self.ceiling = ceiling
        self.signer = signer
        self.isDemo = isDemo
        self.generator = generator
    }

    /// One event, or the two halves of an insight: internal first, then confidential, with one
    /// correlation between them.
    mutating func events(for timed: EventFactory.Timed) throws -> [OutgoingEvent] {
        try all(timed).compactMap(\.self)
    }

    private mutating func all(_ timed: EventFactory.Timed) throws -> [OutgoingEvent?] {
        switch timed.draft {
        case .session(let data): [try event(.event(.session), timed, data)]
        case .measured(let kind, let data): [try event(.event(kind), timed, data)]
        case .hrv(let kind, let data): [try event(.event(kind), timed, data)]
        case .quality(let data): [try event(.event(.quality), timed, data)]
        case .gap(let data): [try event(.event(.gap), timed, data)]
        case .contact(let data): [try event(.event(.contact), timed, data)]
        case .recording(let data): [try event(.event(.recording), timed, data)]
        case .insight(let kind, let nudge, let insight):
            try pair(kind, timed, nudge, insight)
        }
    }

    private mutating func pair(
        _ kind: EventKind.Insight, _ timed: EventFactory.Timed, _ nudge: NudgePayload,
        _ insight: InsightPayload
    ) throws -> [OutgoingEvent?] {
        // The half without a measured number is the one named way below what it rests on.
        try Declassifier.check(
            EventKind.nudge(kind).label, inputs: [EventKind.insight(kind).label], by: .nudgeText)
        let correlation = identifier(timed.time)
        let internalHalf = try event(.nudge(kind), timed, nudge, correlation: correlation)
        let confidentialHalf = try event(
            .insight(kind), timed, insight, correlation: correlation,
            causation: internalHalf?.id)
        return [internalHalf, confidentialHalf]
    }

    /// Something about the events themselves; nil if it may not leave.
    mutating func event(
        _ kind: EventKind.Event, at time: WireTime, _ data: some Codable & Sendable
    ) throws -> OutgoingEvent? {
        try event(.event(kind), time, nil, data)
    }

    private mutating func event(
        _ kind: EventKind, _ timed: EventFactory.Timed, _ data: some Codable & Sendable,
        correlation: String? = nil, causation: String? = nil
    ) throws -> OutgoingEvent? {
        try event(
            kind, timed.time, timed.expiry, data, correlation: correlation, causation: causation)
    }

    private mutating func event(
        _ kind: EventKind, _ time: WireTime, _ expiry: WireTime?,
        _ data: some Codable & Sendable, correlation: String? = nil, causation: String? = nil
    ) throws -> OutgoingEvent? {
        guard kind.label <= ceiling else { return nil }
        let id = identifier(time)
        let sequence = lastSequence + 1
        func message<Payload>(_ data: Payload) -> CloudEvent<Payload> {
            CloudEvent(
                kind: kind, id: id, instance: instance, person: person, time: time,
                expiry: expiry, sequence: sequence, correlation: correlation,
                causation: causation, data: data)
        }
        let payload =
            isDemo ? try message(DemoPayload(data)).encoded() : try message(data).encoded()
        lastSequence = sequence
        let event = OutgoingEvent(
            sequence: sequence, id: id, subject: kind.subject(agent: agent), type: kind.type,
            timeMilliseconds: time.millisecondsSince1970, payload: payload)
        return event.adding(headers(for: event))
    }

    /// What the bytes are, and who said them: stored with the event, so that a resend is the same.
    private func headers(for event: OutgoingEvent) -> [OutgoingEvent.Header] {
        let content = OutgoingEvent.Header(
            name: "Content-Type", value: "application/cloudevents+json")
        guard let signer else { return [content] }
        let signature = signer.header(
            id: event.id, sequence: event.sequence, timeMilliseconds: event.timeMilliseconds,
            subject: event.subject, payload: event.payload)
        return [content, .init(name: MessageSigner.headerName, value: signature)]
    }

    /// An identifier that is no event's.
    mutating func identifier() -> String { identifier(WireTime(millisecondsSince1970: 0)) }

    private mutating func identifier(_ time: WireTime) -> String {
        ULID(millisecondsSince1970: time.millisecondsSince1970, using: &generator).description
    }
}
