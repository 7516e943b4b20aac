import Testing

@testable import Dashboard

struct ViewerQueueTests {
    private func frame(_ text: String) -> [UInt8] { Array(text.utf8) }

    private func taken(_ queue: ViewerQueue) async -> String {
        String(decoding: await queue.take() ?? [], as: UTF8.self)
    }

    @Test func theNewestOfAKeyStandsWhereTheFirstStood() async {
        let queue = ViewerQueue()
        queue.push([("a", frame("a1")), (nil, frame("w1")), ("b", frame("b1"))])
        queue.push([("a", frame("a2")), (nil, frame("w2"))])
        queue.begin(frame("hello"), afresh: false)
        #expect(await taken(queue) == "helloa2b1w1w2")
        #expect(queue.isEmpty && queue.byteCount == 0)
    }

    @Test func aNewSessionForgetsWhatWaited() async {
        let queue = ViewerQueue()
        queue.push([("a", frame("a1")), (nil, frame("w1"))])
        queue.begin(frame("hello"))
        #expect(await taken(queue) == "hello")
    }

    /// A browser that takes nothing costs so much and no more, and what is dropped is the oldest.
    @Test func whatPassesIsBounded() async {
        let queue = ViewerQueue()
        let count = 10_000
        for number in 0..<count {
            queue.push([(nil, frame("\(number):" + String(repeating: "x", count: 250)))])
            #expect(queue.byteCount <= ViewerQueue.bytesMax)
        }
        let left = await taken(queue).split(separator: "x", omittingEmptySubsequences: true)
        #expect(queue.droppedTotal == count - left.count)
        #expect(left.last == "\(count - 1):")
        #expect(left.first == "\(queue.droppedTotal):")
    }

    @Test func keysAreBoundedToo() async {
        let queue = ViewerQueue()
        for number in 0..<(ViewerQueue.keysMax + 10) { queue.push([("k\(number)", frame("."))]) }
        #expect(queue.droppedTotal == 10)
        #expect(await taken(queue).count == ViewerQueue.keysMax)
    }

    @Test func whoeverWaitsIsWokenByNewsAndByTheEnd() async {
        let queue = ViewerQueue()
        async let first = queue.take()
        queue.push([(nil, frame("w"))])
        #expect(await first == frame("w"))
        async let second = queue.take()
        queue.close()
        #expect(await second == nil)
        #expect(await queue.take() == nil)
    }

    @Test func aCancelledReaderIsLetGo() async {
        let queue = ViewerQueue()
        let reader = Task { await queue.take() }
        reader.cancel()
        #expect(await reader.value == nil)
    }
}
