import EventContract
import Foundation
import Storage
import Testing
import Trust

@testable import Agent

@Suite struct BucketValuesTests {
    private func row(_ measure: String, day: Int, value: Double = 61.25) -> StoredBaselineRow {
        StoredBaselineRow(
            measure: measure, day: day, part: 3, minute: 400.5, value: value, usable: 0.9,
            weight: 12, lastMinute: 410)
    }

    private func seal(_ byte: UInt8) throws -> PayloadSeal {
        try #require(PayloadSeal(key: Array(repeating: byte, count: 32)))
    }

    @Test func baselinesAreSealedWithTheAgentsOwnKey() throws {
        let own = try seal(1)
        let values = try BucketValues.baselines(
            [row("heartRate", day: 20_000), row("lnRMSSD", day: 20_000, value: 3.5)],
            person: String(repeating: "a", count: 32), seal: own, bytesMax: 60_000)
        #expect(values.map(\.key) == ["baseline.heartRate", "baseline.lnRMSSD"])
        let opened = try #require(BucketValues.opened(values[0].value, own))
        #expect(
            String(decoding: opened, as: UTF8.self) == """
                {"measure":"heartRate","person":"person/\(String(repeating: "a", count: 32))",\
                "rows":[[20000,3,400.5,61.25,0.9,12,410]]}
                """)
        #expect(Data(values[0].value).range(of: Data("heartRate".utf8)) == nil)
        #expect(BucketValues.opened(values[0].value, try seal(2)) == nil)
        var altered = values[0].value
        altered[altered.count - 1] ^= 1
        #expect(BucketValues.opened(altered, own) == nil)
    }

    @Test func theOldestDaysGoWhenAValueIsFull() throws {
        let own = try seal(1)
        let rows = (0..<200).map { row("heartRate", day: 20_000 + $0) }
        let values = try BucketValues.baselines(
            rows, person: "p", seal: own, bytesMax: 4_000)
        #expect(values.count == 1)
        #expect(values[0].value.count <= 4_000)
        struct Kept: Decodable { let rows: [[Double]] }
        let kept = try JSONDecoder().decode(
            Kept.self, from: Data(try #require(BucketValues.opened(values[0].value, own))))
        #expect(kept.rows.last?.first == 20_199)
        #expect(kept.rows.count > 50)
    }

    @Test func stateIsInClear() throws {
        let heartbeat = AgentHeartbeat(
            agent: "healthypi", owner: "default", session: nil, instance: "u",
            time: WireTime(millisecondsSince1970: 1_795_226_400_000), intervalSeconds: 30,
            state: .waiting)
        #expect(
            String(
                decoding: try BucketValues.state(heartbeat, sequence: 42), as: UTF8.self) == """
                    {"agent":"healthypi","instance_id":"u","owner":"default","sequence":42,\
                    "session":null,"state":"waiting","ts":"2026-11-21T02:00:00.000Z"}
                    """)
    }
}
