import Foundation
import NATSPublishing
import Publishing
import Trust

/// What a day's events take up, subject, headers and payload, as a share of the raw bytes of a HealthyPi 5.
///
/// The day is a recording's: it has skin conductance where the board has a blood oxygen, and no
/// temperature. The one stands for the other here, and once more for the temperature; and what a
/// board's provenance says more than a recording's is added.
enum VolumeJudge {
    /// 128 frames of 29 bytes a second.
    private static let rawBytesOfDay = 128.0 * 29 * 86_400
    private static let shareMax = 0.02
    /// Firmware, the clock's figures, and the board's own beside ours.
    private static let boardBytes = 130.0
    private static let regular = ["hr", "hrv", "prv", "resp", "eda"]

    private struct Event: Decodable {
        let id: String
        let type: String
        let sequence: String
        let dataclassification: String
    }

    static func run(_ events: [Data]) throws {
        guard let key = MessageKey(seed: Array(0..<32)) else {
            throw SoakFailure("a seed has 32 bytes")
        }
        let signer = MessageSigner(agent: "healthypi", key: key)
        var kinds: [String: (count: Int, bytes: Int)] = [:]
        for payload in events {
            let event = try JSONDecoder().decode(Event.self, from: payload)
            let bytes = WireSize.messageBytes(of: signed(event, Array(payload), signer))
            let words = event.type.split(separator: ".")
            let isRegular = words[2] == "event" && regular.contains(String(words[3]))
            let kind = isRegular ? String(words[3]) : "on occasion"
            kinds[kind, default: (0, 0)].count += 1
            kinds[kind, default: (0, 0)].bytes += bytes
        }
        for (kind, told) in kinds.sorted(by: { $0.value.bytes > $1.value.bytes }) {
            print("volume: \(kind): \(told.count) events, \(told.bytes / told.count) B each")
        }
        let skin = kinds["eda"] ?? (0, 0)
        let count = kinds.values.reduce(0) { $0 + $1.count } + skin.count
        let bytes =
            Double(kinds.values.reduce(0) { $0 + $1.bytes } + skin.bytes)
            + boardBytes * Double(count)
        let share = bytes / rawBytesOfDay
        print(
            String(
                format: "volume: %.2f MB of %.1f MB a day, %.2f %%", bytes / 1e6,
                rawBytesOfDay / 1e6, share * 100))
        guard share < shareMax else { throw SoakFailure("events are too large") }
    }

    private static func signed(
        _ event: Event, _ payload: [UInt8], _ signer: MessageSigner
    ) -> OutgoingEvent {
        let words = event.type.split(separator: ".")
        let room = words[2] == "event" ? "events" : "insights"
        let subject =
            "health.\(room).write.healthypi.\(event.dataclassification).\(words[3])"
        let sequence = UInt64(event.sequence) ?? 0
        return OutgoingEvent(
            sequence: sequence, id: event.id, subject: subject, type: event.type,
            timeMilliseconds: 1_767_596_400_000, payload: payload,
            headers: [
                .init(name: "Content-Type", value: "application/cloudevents+json"),
                .init(
                    name: MessageSigner.headerName,
                    value: signer.header(
                        id: event.id, sequence: sequence, timeMilliseconds: 1_767_596_400_000,
                        subject: subject, payload: payload)),
            ])
    }
}
