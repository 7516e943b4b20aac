import EventContract
import Testing

@testable import Agent

@Suite struct RequestQueueTests {
    private func request(_ asker: RequestGate.Asker, _ number: Int = 0) -> RequestQueue.Waiting {
        RequestQueue.Waiting(
            request: ReadRequest(.data), asker: asker,
            granted: Granted(
                agent: asker.name, holder: nil, requestId: nil, ceiling: .internal, tokenEnd: nil),
            replySubject: "_INBOX.\(number)",
            arrived: .zero)
    }

    @Test func whatIsTooMuchIsNotTaken() async {
        let queue = RequestQueue(countMax: 8)
        let taken = (0..<20).map { queue.offer(request(.member("workflow"), $0)) }
        #expect(taken == (0..<20).map { $0 < 4 })
        // Another still gets in.
        #expect((0..<20).count { queue.offer(request(.member("orchestrator"), $0)) } == 4)
        #expect(!queue.offer(request(.member("hue"))))
        #expect(queue.count == 8)
        #expect(await queue.next()?.replySubject == "_INBOX.0")
        #expect(queue.offer(request(.member("hue"))))
    }

    @Test func whatWaitsAtTheEndIsHandedOut() async {
        let queue = RequestQueue(countMax: 8)
        #expect(queue.offer(request(.anybody, 1)))
        #expect(queue.offer(request(.anybody, 2)))
        queue.end()
        #expect(!queue.offer(request(.anybody, 3)))
        #expect(await queue.next()?.replySubject == "_INBOX.1")
        #expect(await queue.next()?.replySubject == "_INBOX.2")
        #expect(await queue.next() == nil)
    }
}
