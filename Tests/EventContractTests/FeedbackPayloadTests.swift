import EventContract
import Testing

@Suite struct FeedbackPayloadTests {
    private func feedback(_ text: String) -> FeedbackPayload? { FeedbackPayload(Array(text.utf8)) }

    @Test(arguments: FeedbackPayload.Answer.allCases)
    func everyAnswerIsRead(_ answer: FeedbackPayload.Answer) {
        #expect(feedback("{\"answer\":\"\(answer.rawValue)\"}") == FeedbackPayload(answer: answer))
        let timed = "{\"answer\":\"\(answer.rawValue)\",\"time\":\"2026-11-21T02:05:00Z\",\"x\":1}"
        #expect(
            feedback(timed) == FeedbackPayload(answer: answer, time: "2026-11-21T02:05:00Z"))
    }

    @Test func whatIsNoAnswer() {
        let wrong = [
            "", "accepted", "{}", "{\"answer\":\"yes\"}", "{\"answer\":1}", "[]",
            "{\"answer\":\"accepted\",\"time\":\"yesterday\"}",
            "{\"answer\":\"accepted\",\"time\":5}",
        ]
        for text in wrong { #expect(feedback(text) == nil, "\(text)") }
        let long = String(repeating: " ", count: FeedbackPayload.bytesMax)
        #expect(feedback("{\"answer\":\"accepted\"}" + long) == nil)
        #expect(FeedbackPayload([0xFF, 0xFE]) == nil)
    }
}
