import DeviceProtocols
import Testing

/// The simulated device and the host, talking to each other.
struct HealthyPi6ControlMachineTests {
    /// Submits a request and lets the two talk; nil if it was given up.
    static func ask(
        _ request: SMPRequest, _ client: inout SMPClient, _ server: inout SMPServer
    ) -> SMPResponse? {
        var actions = client.submit(request)
        while !actions.isEmpty {
            switch actions.removeFirst() {
            case .write(let bytes): actions += client.received(server.receive(bytes[...])[...])
            case .answered(request, let response): return response
            case .awaitAnswer, .answered, .gaveUp, .refused: continue
            }
        }
        return nil
    }

    @Test(arguments: [SMPFrame.Version.one, .two])
    func aStreamIsStartedAndStopped(_ version: SMPFrame.Version) {
        var (client, server) = (
            SMPClient(version: version), SMPServer(serial: "S1", firmware: "1.0.0")
        )
        #expect(!server.isStreaming)
        #expect(Self.ask(.osEcho("hello"), &client, &server) == .echo("hello"))
        #expect(
            Self.ask(.streamStart(channels: [.ecg, .ppg], annotations: 0), &client, &server)
                == .done)
        #expect(server.isStreaming && server.channels == [.ecg, .ppg])
        server.blocksSent = 47
        guard case .streamStatus(let status) = Self.ask(.streamStatus, &client, &server) else {
            Issue.record("no status")
            return
        }
        #expect(status.isActive && status.sent == 47 && status.dropped == 0)
        #expect(Self.ask(.streamStop, &client, &server) == .done)
        #expect(Self.ask(.streamStop, &client, &server) == .done)
        #expect(!server.isStreaming && client.isIdle)
        guard case .deviceInfo(let info) = Self.ask(.deviceInfo, &client, &server),
            case .firmwareVersions(let versions) = Self.ask(.firmwareVersions, &client, &server),
            case .leadOff(let leadOff) = Self.ask(.leadOff, &client, &server)
        else {
            Issue.record("no answer")
            return
        }
        #expect(info.serial == "S1" && info.firmware == "1.0.0" && versions.main == "1.0.0")
        #expect(leadOff.electrodesOff.isEmpty && leadOff.isFresh)
    }

    /// A group's own number is told to those who speak version 2; others hear "unknown".
    @Test func aChannelThatIsNotThereIsRefused() {
        let request = SMPRequest.streamStart(channels: [.ecg, .eeg], annotations: 0)
        var (client, server) = (SMPClient(), SMPServer())
        #expect(
            Self.ask(request, &client, &server)
                == .refused(SMPRefusal(.group(64), code: 258)))
        var old = SMPClient(version: .one)
        #expect(
            Self.ask(request, &old, &server) == .refused(SMPRefusal(.protocolItself, code: 1)))
        #expect(!server.isStreaming)
    }

    @Test func whatIsUnknownIsRefusedAndAnswered() throws {
        var server = SMPServer()
        func answer(_ frame: SMPFrame) throws -> CBORValue {
            var frames: [SMPFrame] = []
            var decoder = SMPLineDecoder()
            decoder.decode(server.receive(SMPEncoder.lines(frame)[...])[...], into: &frames)
            #expect(frames.first?.sequence == frame.sequence)
            return try #require(frames.first?.body)
        }
        func frame(
            _ operation: SMPFrame.Operation, _ group: UInt16, _ command: UInt8, _ body: CBORValue
        ) -> SMPFrame {
            SMPFrame(
                operation: operation, version: .two, group: group, sequence: 3, command: command,
                body: body)
        }
        let notSupported = CBORValue.map([CBORPair("rc", .integer(8))])
        let invalid = CBORValue.map([CBORPair("rc", .integer(3))])
        #expect(try answer(frame(.read, 1, 0, .emptyMap)) == notSupported)
        #expect(try answer(frame(.read, 64, 0x63, .emptyMap)) == notSupported)
        // The right command with the wrong operation.
        #expect(try answer(frame(.read, 64, 0x20, .emptyMap)) == notSupported)
        #expect(try answer(frame(.write, 0, 0, .emptyMap)) == invalid)
        #expect(try answer(frame(.write, 64, 0x20, .map([CBORPair("ch", .text("1"))]))) == invalid)
        // A map with a key twice is none.
        let twice = CBORValue.map([CBORPair("ch", .integer(1)), CBORPair("ch", .integer(2))])
        #expect(try answer(frame(.write, 64, 0x20, twice)) == invalid)
    }

    /// The device drops a packet of more than 512 bytes without a word.
    @Test func aPacketThatIsTooLongIsNotAnswered() {
        var server = SMPServer()
        let long = SMPRequest.osEcho(String(repeating: "y", count: 600)).frame(sequence: 1)
        #expect(server.receive(SMPEncoder.lines(long)[...]).isEmpty)
    }

    @Test func aRequestIsRepeatedAndThenGivenUp() {
        var client = SMPClient(attempts: 3)
        let first = client.submit(.osEcho("a"))
        let lines = SMPEncoder.lines(SMPRequest.osEcho("a").frame(sequence: 0))
        #expect(first == [.write(lines), .awaitAnswer])
        #expect(client.submit(.osEcho("b")).isEmpty)
        #expect(client.timedOut() == first)
        #expect(client.timedOut() == first)
        let next = SMPEncoder.lines(SMPRequest.osEcho("b").frame(sequence: 1))
        #expect(
            client.timedOut()
                == [.gaveUp(.osEcho("a"), attempts: 3), .write(next), .awaitAnswer])
        // The late answer to the first is not taken for one to the second.
        var server = SMPServer()
        #expect(client.received(server.receive(lines[...])[...]).isEmpty)
        #expect(!client.isIdle)
        #expect(client.timedOut().count == 2)
        #expect(client.timedOut().count == 2)
        #expect(client.timedOut() == [.gaveUp(.osEcho("b"), attempts: 3)])
        #expect(client.isIdle && client.timedOut().isEmpty)
    }

    @Test func theQueueIsBounded() {
        var client = SMPClient()
        let refused = (0..<40).flatMap { client.submit(.osEcho("\($0)")) }.filter {
            if case .refused = $0 { true } else { false }
        }
        #expect(refused.count == 40 - 17)
    }
}
