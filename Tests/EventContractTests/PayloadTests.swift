import EventContract
import Foundation
import Testing

@Suite struct PayloadTests {
    private func object(_ value: some Encodable) throws -> [String: Any] {
        let data = try JSONEncoder().encode(value)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test func aMeasureThatCannotBeHadIsNullWithItsReason() throws {
        let measure = try object(
            WireMeasure(unit: "1", unavailable: "tooFewIntervals", detail: "found 7, needed 30"))
        #expect(measure["value"] is NSNull)
        #expect(measure["reason"] as? String == "tooFewIntervals")
        #expect(measure["detail"] as? String == "found 7, needed 30")
    }

    @Test func theBriefFormHasAllFourKeys() throws {
        let numbers = try object(
            InsightPayload.Brief.Numbers(stationaryMinutes: 180, hrvTrend: "-15%"))
        #expect(
            Set(numbers.keys) == ["sitting_time", "stationary_time", "hrv_trend", "step_count"])
        #expect(numbers["sitting_time"] is NSNull)
        #expect(numbers["stationary_time"] as? Int == 180)
    }

    @Test func anEventIsACloudEvent() throws {
        let event = CloudEvent(
            kind: .event(.gap), id: "01JD0000000000000000000000", instance: "abc",
            person: "00ff", time: WireTime(millisecondsSince1970: 0), sequence: 42,
            data: GapPayload(
                samples: 5, channel: "MLII", start: 1, end: 1.5, reason: "invalidSamples",
                replay: true))
        let bytes = try event.encoded()
        let value = try JSONSerialization.jsonObject(with: Data(bytes))
        let members = try #require(value as? [String: Any])
        #expect(members["specversion"] as? String == "1.0")
        #expect(members["source"] as? String == "urn:healthypi:abc")
        #expect(members["subject"] as? String == "person/00ff")
        #expect(members["sequence"] as? String == "00000000000000000042")
        #expect(members["dataclassification"] as? String == "internal")
        #expect(members["expirytime"] == nil)
        let data = try #require(members["data"] as? [String: Any])
        #expect(data["not_medical"] as? Bool == true)
        #expect(!bytes.contains(UInt8(ascii: "\n")))
    }
}
