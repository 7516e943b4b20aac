import Foundation
import Testing

@testable import EventContract

@Suite struct DemoPayloadTests {
    private let payload = QualityFixture(replay: true, score: 7)

    private struct QualityFixture: Codable, Equatable, Sendable {
        let replay: Bool
        let score: Int
    }

    @Test func itSaysSoBesideEverythingElse() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(DemoPayload(payload)), as: UTF8.self)
        #expect(text == #"{"demo":true,"replay":true,"score":7}"#)
    }

    @Test func itComesBack() throws {
        let bytes = try JSONEncoder().encode(DemoPayload(payload))
        let back = try JSONDecoder().decode(DemoPayload<QualityFixture>.self, from: bytes)
        #expect(back.payload == payload)
    }

    @Test(arguments: [#"{"demo":false,"replay":true,"score":7}"#, #"{"replay":true,"score":7}"#])
    func whatIsNotMarkedIsNone(_ text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(DemoPayload<QualityFixture>.self, from: Data(text.utf8))
        }
    }
}
