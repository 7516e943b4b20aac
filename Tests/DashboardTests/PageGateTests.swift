import Testing

@testable import Dashboard

struct PageGateTests {
    private let gate = PageGate(port: 8_080)

    private func head(_ lines: String, method: String = "GET") throws -> RequestHead {
        try RequestHead(Array("\(method) / HTTP/1.1\r\n\(lines)\r\n".utf8)[...], bodyBytes: 0)
    }

    @Test(arguments: ["127.0.0.1:8080", "localhost:8080", "LOCALHOST:8080", "[::1]:8080"])
    func theOwnNamesAreServed(host: String) throws {
        #expect(gate.objection(to: try head("Host: \(host)\r\n")) == nil)
    }

    @Test(arguments: [
        "", "Host: 127.0.0.1\r\n", "Host: 127.0.0.1:8081\r\n", "Host: evil.example:8080\r\n",
        "Host: 127.0.0.1.evil.example:8080\r\n", "Host: 127.0.0.1:8080\r\nHost: evil\r\n",
        "Host: 2130706433:8080\r\n", "Host: user@127.0.0.1:8080\r\n",
    ])
    func aNameThatWasMadeToPointHereIsTurnedAway(lines: String) throws {
        #expect(gate.objection(to: try head(lines))?.status == 421)
    }

    @Test func thePortIsLeftOutWhereBrowsersDo() throws {
        #expect(PageGate(port: 80).objection(to: try head("Host: localhost\r\n")) == nil)
    }

    @Test(arguments: [
        "null", "http://evil.example", "https://127.0.0.1:8080", "http://127.0.0.1:8081",
        "http://127.0.0.1:8080.evil.example", "",
    ])
    func anotherOriginIsTurnedAway(origin: String) throws {
        let asked = try head("Host: localhost:8080\r\nOrigin: \(origin)\r\n")
        #expect(gate.objection(to: asked)?.status == 403)
        #expect(gate.objectionToSocket(asked)?.status == 403)
    }

    @Test func aSocketMustSayWhoseItIs() throws {
        #expect(gate.objectionToSocket(try head("Host: localhost:8080\r\n"))?.status == 403)
        let own = try head("Host: localhost:8080\r\nOrigin: http://localhost:8080\r\n")
        #expect(gate.objectionToSocket(own) == nil)
        #expect(gate.objection(to: own) == nil)
    }

    @Test(arguments: ["POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "get"])
    func onlyLookingIsAllowed(method: String) throws {
        let answer = gate.objection(to: try head("Host: localhost:8080\r\n", method: method))
        #expect(answer?.status == 405)
        #expect(answer?.headers == ["Allow: GET"])
    }

    @Test func theRefusalSaysWhatToDo() throws {
        let answer = gate.objection(to: try head("Host: evil\r\n"))
        #expect(
            String(decoding: answer?.body ?? [], as: UTF8.self)
                == "This page is served as http://127.0.0.1:8080/ and under no other name. From "
                + "another machine: ssh -L 8080:127.0.0.1:8080 USER@THIS-MACHINE\n")
    }
}
