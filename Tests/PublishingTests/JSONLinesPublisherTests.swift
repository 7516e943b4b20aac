import Foundation
import Publishing
import Testing

@Suite struct JSONLinesPublisherTests {
    @Test func oneLineAnEvent() async throws {
        let path = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString).jsonl"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let publisher = try JSONLinesPublisher(path: path)
        let events = [event(1, payload: #"{"a":1}"#), event(2, payload: #"{"b":"é"}"#)]
        #expect(await publisher.publish(events) == Delivery(acknowledged: 2))
        #expect(await publisher.publish([]) == Delivery(acknowledged: 0))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "{\"a\":1}\n{\"b\":\"é\"}\n")
    }

    @Test func aReaderThatLeftIsAnErrorNotASignal() async throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let publisher = JSONLinesPublisher(
            descriptor: ends[1], path: "a pipe", ownsDescriptor: true)
        close(ends[0])
        let delivery = await publisher.publish([event(1)])
        #expect(delivery == Delivery(acknowledged: 0, failure: .outputClosed(path: "a pipe")))
        #expect(
            delivery.failure?.description
                == "Cannot write events (a pipe): its reader has gone away. Keep the reading "
                + "program running, or write to a file.")
    }

    @Test func aFullDiskIsSaidSo() async throws {
        let publisher = try JSONLinesPublisher(path: "/dev/full")
        let delivery = await publisher.publish([event(1)])
        #expect(delivery == Delivery(acknowledged: 0, failure: .outputFull(path: "/dev/full")))
    }

    @Test func aPlaceThatCannotBeWrittenIsRefusedAtOnce() {
        #expect(throws: PublishingError.self) { try JSONLinesPublisher(path: "/nowhere/events") }
    }
}
