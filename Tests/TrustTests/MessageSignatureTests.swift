import Foundation
import TestKit
import Testing

@testable import Trust

/// Our signer and verifier against vectors an independent implementation made
/// (Golden/make_vectors.py), and both against each other.
@Suite struct MessageSignatureTests {
    private struct File: Decodable {
        struct Key: Decodable { let agent, `public`: String }
        struct Vector: Decodable {
            let name, header, verdict: String
            let subject, payload: String?
        }
        let seed, agent, id, subject, payload: String
        let sequence: UInt64
        let timeMilliseconds: Int64
        let keys: [Key]
        let vectors: [Vector]

        static func read() throws -> File {
            let path = packageRoot() + "/Tests/TrustTests/Golden/message_signatures.json"
            return try JSONDecoder().decode(File.self, from: Data(contentsOf: URL(filePath: path)))
        }

        func verifier() throws -> MessageVerifier {
            MessageVerifier(
                keys: try keys.map {
                    (agent: $0.agent, key: try #require(MessagePublicKey(text: $0.public)))
                })
        }
    }

    private func verdict(
        _ verifier: MessageVerifier, _ header: String?, _ subject: String, _ payload: String
    ) -> String {
        do throws(SignatureProblem) {
            _ = try verifier.verify(header: header, subject: subject, payload: Array(payload.utf8))
            return "valid"
        } catch {
            return error.rawValue
        }
    }

    @Test func everyVectorGetsItsVerdict() throws {
        let file = try File.read()
        let verifier = try file.verifier()
        #expect(file.vectors.count == 16)
        for vector in file.vectors {
            let found = verdict(
                verifier, vector.header, vector.subject ?? file.subject,
                vector.payload ?? file.payload)
            #expect(found == vector.verdict, "\(vector.name)")
        }
        #expect(verdict(verifier, nil, file.subject, file.payload) == "missing")
        let long = "v1." + String(repeating: "A", count: 2_048)
        #expect(verdict(verifier, long, file.subject, file.payload) == "malformed")
    }

    /// The statement is the other implementation's to the letter; the signature only verifies, as
    /// not every library signs the same bytes the same way twice.
    @Test func whatWeSignIsWhatTheOtherImplementationSigned() throws {
        let file = try File.read()
        let key = try #require(MessageKey(seedText: file.seed))
        #expect(key.publicText == file.keys[0].public)
        let header = MessageSigner(agent: file.agent, key: key).header(
            id: file.id, sequence: file.sequence, timeMilliseconds: file.timeMilliseconds,
            subject: file.subject, payload: Array(file.payload.utf8))
        let theirs = file.vectors[0].header.split(separator: ".")
        #expect(header.split(separator: ".").prefix(2) == theirs.prefix(2))
        let statement = try file.verifier().verify(
            header: header, subject: file.subject, payload: Array(file.payload.utf8))
        #expect(statement.sequence == 42)
        #expect(statement.keyIdentifier == key.identifier)
        #expect(statement.request == nil)
    }

    @Test func everyChangedLetterIsNoticed() throws {
        let file = try File.read()
        let verifier = try file.verifier()
        let header = Array(file.vectors[0].header.utf8)
        for index in header.indices {
            var changed = header
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : 0x41
            let text = String(decoding: changed, as: UTF8.self)
            #expect(verdict(verifier, text, file.subject, file.payload) != "valid", "\(index)")
        }
    }

    // DSSE's own example: PAE("http://example.com/HelloWorld", "hello world").
    @Test func theEncodingIsDSSEs() {
        let bytes = PreAuthentication.bytes(
            type: "http://example.com/HelloWorld", body: Array("hello world".utf8))
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "DSSEv1 29 http://example.com/HelloWorld 11 hello world")
    }

    @Test func noTextCanBreakOutOfTheStatement() throws {
        let key = try #require(MessageKey(seed: Array(0..<32)))
        let signer = MessageSigner(agent: "a\",\"id\":\"x", key: key)
        let header = signer.header(
            id: "1", sequence: .max, timeMilliseconds: -1, subject: "s", payload: [])
        let verifier = MessageVerifier(keys: [
            (agent: "a,id:x", key: try #require(MessagePublicKey(text: key.publicText)))
        ])
        let statement = try verifier.verify(header: header, subject: "s", payload: [])
        #expect(statement.agent == "a,id:x")
        #expect(statement.id == "1")
        #expect(statement.sequence == .max)
        #expect(statement.timeMilliseconds == -1)
    }
}
