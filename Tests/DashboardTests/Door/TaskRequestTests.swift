import TestKit
import Testing

@testable import Dashboard

/// A task's words, taken as they stand or not at all.
struct TaskRequestTests {
    @Test func aTaskIsItsKindAndItsRecording() throws {
        let request = try TaskRequest(bytes(#"{ "kind": "report", "recording": "01J_a-b.1" }"#))
        #expect(request == TaskRequest(kind: .report, recording: "01J_a-b.1"))
    }

    @Test func whatNeedsAnApprovalSaysForWhom() throws {
        #expect(
            try TaskRequest(
                bytes(
                    #"{"kind":"export","recording":"a","requester":"orchestrator","seal_to":"k_-"}"#
                ))
                == TaskRequest(
                    kind: .export, recording: "a", sealTo: "k_-", requester: "orchestrator"))
        #expect(
            try TaskRequest(bytes(#"{"kind":"erase_baseline"}"#))
                == TaskRequest(kind: .eraseBaseline, recording: ""))
    }

    @Test(
        arguments: [
            ("", TaskRequestProblem.notAnObject), ("[]", .notAnObject), ("1", .notAnObject),
            (#"{"kind":"report""#, .notAnObject),
            (#"{"kind":"report","recording":"a"} x"#, .notAnObject),
            (#"{"kind":"report","recording":"a","path":"/etc"}"#, .unknownMember("path")),
            (#"{"kind":"delete","kind":"report","recording":"a"}"#, .memberTwice),
            (#"{"kind":"report","recording":"a","recording":"b"}"#, .memberTwice),
            (#"{"kind":{"kind":"report"},"recording":"a"}"#, .memberTwice),
            (#"{"kind":"format","recording":"a"}"#, .kind), (#"{"recording":"a"}"#, .kind),
            (#"{"kind":1,"recording":"a"}"#, .kind),
            (#"{"kind":"report"}"#, .recording), (#"{"kind":"report","recording":""}"#, .recording),
            (#"{"kind":"report","recording":"../a"}"#, .recording),
            (#"{"kind":"report","recording":"a/b"}"#, .recording),
            (#"{"kind":"report","recording":"\u002e\u002e"}"#, .recording),
            (#"{"kind":"report","recording":"a\u0000b"}"#, .recording),
            (#"{"kind":"report","recording":["a"]}"#, .recording),
            (#"{"kind":"erase_baseline","recording":"a"}"#, .recording),
            (#"{"kind":"report","recording":"a","seal_to":"k"}"#, .unknownMember("seal_to")),
            (#"{"kind":"replay","recording":"a","requester":"k"}"#, .unknownMember("requester")),
            (#"{"kind":"delete","recording":"a","requester":""}"#, .plain("requester")),
            (#"{"kind":"export","recording":"a","seal_to":"a b"}"#, .plain("seal_to")),
        ])
    func anythingElseIsRefused(_ text: String, _ problem: TaskRequestProblem) {
        #expect(throws: problem) { try TaskRequest(bytes(text)) }
    }

    @Test func theRefusalsSayWhatATaskIs() {
        #expect(
            TaskRequestProblem.kind.description
                == "kind is one of export, delete, report, replay, erase_baseline.")
        #expect(
            TaskRequestProblem.unknownMember("path").description
                == #"A task has no member "path": it has kind and recording; an export also "#
                + "seal_to, and what needs an approval also requester.")
    }

    /// Whatever is taken says one kind and one recording without a path.
    @Test func seededChangesAreTakenWholeOrRefused() {
        var generator = SeededGenerator(seed: 4)
        let good = bytes(#"{"kind":"replay","recording":"01JABC"}"#)
        for _ in 0..<5_000 {
            var changed = good
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let index = changed.indices.randomElement(using: &generator) ?? 0
                if Bool.random(using: &generator) {
                    changed[index] = UInt8.random(in: 0...255, using: &generator)
                } else {
                    changed.insert(changed[index], at: index)
                }
            }
            guard let request = try? TaskRequest(changed) else { continue }
            #expect(TaskRequest.isName(request.recording))
        }
        // A body as deep as it may be long is no way in either.
        #expect(throws: TaskRequestProblem.self) {
            try TaskRequest(Array(repeating: UInt8(ascii: "["), count: 16_384))
        }
    }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
}
