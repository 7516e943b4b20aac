import Biosignals
import EventContract
public import Publishing
import Trust

/// Events as a HealthyPi 5's five minutes publish them, signed: five of `hr`, one each of `resp`,
/// `spo2` and `temp`, and the two long ones, `hrv` and `prv`.
public struct LoadEvents {
    private static let instance = "00000000-0000-4000-8000-000000000000"
    private static let kinds: [EventKind.Event] = [
        .hr, .hr, .hr, .hr, .hr, .resp, .spo2, .temp, .hrv, .prv,
    ]

    public let agent: AgentName
    private let signer: MessageSigner
    private var generator: SplitMix64
    private var lastSequence: UInt64 = 0

    public init(agent: AgentName = .standard, seed: UInt64 = 1) {
        self.agent = agent
        guard let key = MessageKey(seed: Array(0..<32)) else {
            preconditionFailure("A seed has 32 bytes.")
        }
        signer = MessageSigner(agent: agent.description, key: key)
        generator = SplitMix64(seed: seed)
    }

    public mutating func next(_ count: Int) throws -> [OutgoingEvent] {
        try (0..<count).map { _ in try next() }
    }

    public mutating func next() throws -> OutgoingEvent {
        lastSequence += 1
        let kind = EventKind.event(Self.kinds[Int(lastSequence) % Self.kinds.count])
        let time = WireTime(millisecondsSince1970: 1_767_596_400_000 + Int64(lastSequence) * 30_000)
        let id = ULID(
            millisecondsSince1970: time.millisecondsSince1970, using: &generator
        ).description
        let payload: [UInt8]
        switch kind {
        case .event(.hrv), .event(.prv):
            payload = try bytes(kind, id, time, Self.variability(provenance(time)))
        default:
            payload = try bytes(kind, id, time, Self.measured(provenance(time)))
        }
        let event = OutgoingEvent(
            sequence: lastSequence, id: id, subject: kind.subject(agent: agent.description),
            type: kind.type, timeMilliseconds: time.millisecondsSince1970, payload: payload)
        let signature = signer.header(
            id: id, sequence: lastSequence, timeMilliseconds: event.timeMilliseconds,
            subject: event.subject, payload: payload)
        return event.adding([
            .init(name: "Content-Type", value: "application/cloudevents+json"),
            .init(name: MessageSigner.headerName, value: signature),
        ])
    }

    private func bytes(
        _ kind: EventKind, _ id: String, _ time: WireTime, _ data: some Codable & Sendable
    ) throws -> [UInt8] {
        try CloudEvent(
            kind: kind, id: id, instance: Self.instance,
            person: "00000000000000000000000000000000", time: time, sequence: lastSequence,
            data: data
        ).encoded()
    }

    private func provenance(_ time: WireTime) -> WireProvenance {
        WireProvenance(
            device: .init(model: "healthypi5", firmware: "Zephyr v2.0.4 or later"),
            channels: ["ecg"], samplingHertz: ["ecg": 128],
            window: .init(
                start: WireTime(
                    millisecondsSince1970: time.millisecondsSince1970 - 60_000), end: time),
            algorithm: .init(name: "ecg-beats", version: "0.1.0"), inputs: [],
            clock: .init(synced: true, errorMillisecondsMax: 20))
    }

    private static func measured(_ provenance: WireProvenance) -> MeasuredPayload {
        MeasuredPayload(
            source: "ecg", window: WireWindow(start: 0, end: 60, usable: 0.98),
            measures: ["heartRate": WireMeasure(value: 61.2345678, unit: "1/min")],
            provenance: provenance, replay: false)
    }

    private static func variability(_ provenance: WireProvenance) -> HRVPayload {
        var measures: [String: WireMeasure] = [:]
        for number in 0..<32 {
            var measure = WireMeasure(value: 42.1234567, unit: "ms", ci95: [36.12, 48.91])
            measure.noiseFloor = WireNumber(0.3141)
            measures["measure\(number)"] = measure
        }
        return HRVPayload(
            preset: "taskforce", source: "ecg",
            window: WireWindow(start: 0, end: 300, usable: 0.98),
            beats: .init(total: 320, edited: ["missed": 1, "moved": 2], percentEdited: 0.9),
            measures: measures, provenance: provenance, replay: false)
    }
}
