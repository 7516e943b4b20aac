import TestKit
import Testing

@testable import EventContract

/// What is asked for that a person has to approve.
struct ActionRequestTests {
    private func read(_ text: String) throws -> ActionRequest {
        try ActionRequest(parsing: Array(text.utf8))
    }

    @Test func aWishIsARecordingOrTheBaseline() throws {
        #expect(try read(#"{"recording":"R"}"#) == ActionRequest(what: .recording("R")))
        #expect(
            try read(#"{ "seal_to" : "k", "recording":"R" }"#)
                == ActionRequest(what: .recording("R"), sealTo: "k"))
        #expect(try read(#"{"what":"baseline"}"#) == ActionRequest(what: .baseline))
    }

    @Test(
        arguments: [
            ("{}", "member_value"), (#"{"what":"all"}"#, "member_value"),
            (#"{"recording":"R","what":"baseline"}"#, "member_value"),
            (#"{"recording":["R"]}"#, "member_value"), (#"{"recording":1}"#, "member_value"),
            (#"{"recording":""}"#, "member_value"), (#"{"path":"R"}"#, "member_value"),
            (#"{"recording":"R","recording":"S"}"#, "member_twice"), ("", "not_understood"),
            ("[]", "not_understood"), (#"{"recording":"\u0041"}"#, "not_understood"),
        ])
    func anythingElseIsRefused(_ text: String, _ rule: String) {
        do {
            _ = try read(text)
            Issue.record("\(text) was taken")
        } catch {
            #expect((error as? ServiceRefusal)?.rule == rule)
        }
    }

    @Test func theRefusalSaysWhatIsTaken() {
        #expect(
            ActionRequest.notAnAction.reason
                == #"It takes {"recording":"NAME"}, for an export with "seal_to" and a public key, "#
                + #"or, to erase it, {"what":"baseline"}."#)
        #expect(
            ServiceRefusal(saying: "a\u{e9}\nb", code: 400, rule: "r").reason == "ab")
    }

    @Test func seededChangesAreTakenWholeOrRefused() {
        var generator = SeededGenerator(seed: 5)
        let good = Array(#"{"recording":"01JABC","seal_to":"abc"}"#.utf8)
        for _ in 0..<5_000 {
            var changed = good
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                changed[Int.random(in: 0..<changed.count, using: &generator)] =
                    UInt8.random(in: 0...255, using: &generator)
            }
            guard let request = try? ActionRequest(parsing: changed) else { continue }
            if case .recording(let name) = request.what { #expect(!name.isEmpty) }
        }
    }
}
