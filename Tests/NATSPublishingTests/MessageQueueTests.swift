import Testing

@testable import NATSPublishing

@Suite struct MessageQueueTests {
    private func message(_ bytes: Int) -> IncomingMessage {
        IncomingMessage(subject: "s", payload: Array(repeating: 1, count: bytes))
    }

    // A message of n bytes takes up n + 1 + 64.
    @Test func theOldestGoWhenItIsFull() async {
        let queue = MessageQueue(countMax: 3, bytesMax: 1_000)
        for bytes in 1...5 { queue.put(message(bytes)) }
        #expect(queue.takeDroppedCount() == 2)
        #expect(queue.takeDroppedCount() == 0)
        #expect(queue.takeAll().map(\.payload.count) == [3, 4, 5])
        queue.put(message(435))
        queue.put(message(435))
        queue.put(message(1))
        #expect(queue.takeDroppedCount() == 1)
        #expect(queue.takeAll().map(\.payload.count) == [435, 1])
        queue.put(message(1_000))
        #expect(queue.takeDroppedCount() == 1)
    }

    @Test func itsEndIsHeardAfterWhatWaits() async {
        let queue = MessageQueue(countMax: 3, bytesMax: 1_000)
        queue.put(message(1))
        queue.end()
        queue.put(message(2))
        #expect(await queue.next()?.payload.count == 1)
        #expect(await queue.next() == nil)
    }
}
