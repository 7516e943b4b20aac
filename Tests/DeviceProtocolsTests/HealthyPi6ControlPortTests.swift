import DeviceProtocols
import Foundation
import TestKit
import Testing

/// The control port: lines, packets, requests and answers, against the maker's own library.
struct HealthyPi6ControlPortTests {
    typealias Fixtures = HealthyPi6Fixtures

    static func golden(_ part: String) throws -> [String: [UInt8]] {
        let texts = try Fixtures.golden("healthypi6.json")[part] as? [String: String] ?? [:]
        return texts.mapValues(Fixtures.bytes)
    }

    static let requests: [(name: String, request: SMPRequest)] = [
        ("echo", .osEcho("hpi")),
        ("stream_start", .streamStart(channels: [.ecg, .ppg], annotations: 0)),
        ("stream_stop", .streamStop), ("stream_status", .streamStatus),
        ("device_info", .deviceInfo), ("lead_off", .leadOff), ("fw_versions", .firmwareVersions),
        ("echo_long", .osEcho(String(repeating: "x", count: 200))),
    ]

    static func frames(_ bytes: [UInt8], _ chunks: [Range<Int>]? = nil) -> [SMPFrame] {
        var decoder = SMPLineDecoder()
        var frames: [SMPFrame] = []
        for chunk in chunks ?? [bytes.indices] { decoder.decode(bytes[chunk], into: &frames) }
        return frames
    }

    @Test func requestsAreTheLibrarysToTheByte() throws {
        let golden = try Self.golden("requests")
        #expect(golden.count == Self.requests.count)
        for (name, request) in Self.requests {
            let frame = request.frame(sequence: 7)
            #expect(SMPEncoder.lines(frame) == golden[name], "\(name)")
            #expect(Self.frames(golden[name] ?? []) == [frame], "\(name)")
        }
    }

    /// The vectors are of protocol version 1.
    @Test func vectorsAreEncodedExactly() throws {
        let vectors: [(String, SMPRequest)] = [
            ("smp_os_echo_hpi", .osEcho("hpi")),
            ("smp_stream_start_ch3", .streamStart(channels: [.ecg, .ppg], annotations: 0)),
            ("smp_stream_stop", .streamStop), ("smp_device_info", .deviceInfo),
        ]
        for (name, request) in vectors {
            let bytes = try Fixtures.vector(name)
            let frame = try #require(Self.frames(bytes).first)
            #expect(
                SMPEncoder.lines(request.frame(sequence: frame.sequence, version: .one)) == bytes)
        }
    }

    @Test(arguments: ["responses", "responses_open_ended"])
    func responsesOfTheLibraryAreRead(_ part: String) throws {
        let golden = try Self.golden(part)
        func response(_ name: String, _ request: SMPRequest) throws -> SMPResponse {
            let frame = try #require(Self.frames(golden[name] ?? []).first, "\(name)")
            #expect(frame.sequence == 7)
            return SMPResponse(frame.body, to: request)
        }
        #expect(try response("echo", .osEcho("hpi")) == .echo("hpi"))
        #expect(try response("done", .streamStop) == .done)
        guard case .streamStatus(let status) = try response("stream_status", .streamStatus),
            case .deviceInfo(let info) = try response("device_info", .deviceInfo),
            case .leadOff(let leadOff) = try response("lead_off", .leadOff),
            case .firmwareVersions(let versions) = try response("fw_versions", .firmwareVersions),
            case .refused(let channel) = try response(
                "no_such_channel", .streamStart(channels: [.eeg], annotations: 0)),
            case .refused(let unknown) = try response("not_supported", .deviceInfo)
        else {
            Issue.record("an answer was not understood")
            return
        }
        #expect(status.isActive && status.channels == [.ecg, .ppg])
        #expect(status.sent == 70_000 && status.dropped == 12)
        #expect(info.serial == "0123456789ABCDEF01234567" && info.firmware == "1.0.0")
        #expect(info.boardRevision == "v4" && info.uptimeSeconds == 86_400)
        #expect(leadOff.electrodesOff == ["RA", "LL"] && leadOff.isFresh)
        #expect(versions.main == "1.0.0" && versions.radio == "")
        #expect(channel == SMPRefusal(.group(64), code: 258))
        #expect(
            "\(channel)" == "the device refused: it has no such channel (group 64, code 258)")
        #expect(unknown == SMPRefusal(.protocolItself, code: 8))
        #expect("\(unknown)" == "the device refused: it does not know this command (code 8)")
    }

    @Test func anAnswerWithoutItsKeyIsNoAnswer() {
        #expect(SMPResponse(.emptyMap, to: .deviceInfo) == .unreadable(key: "sn"))
        #expect(SMPResponse(.emptyMap, to: .osEcho("a")) == .unreadable(key: "r"))
        #expect(
            SMPResponse(.map([CBORPair("active", .integer(1))]), to: .streamStatus)
                == .unreadable(key: "active"))
    }

    @Test func linesSurviveEveryCutAndGarbage() throws {
        let golden = try Self.golden("requests")
        let stream = Self.requests.flatMap { golden[$0.name] ?? [] }
        for chunks in chunkings(of: stream.count) {
            #expect(Self.frames(stream, chunks).count == Self.requests.count)
        }
        // Console text, a torn line and a stray continuation between good ones.
        let noise = Array("uart:~$ \u{6}\tAAsA\u{4}\u{14}AAAA\nabc".utf8)
        let noisy = Self.requests.flatMap { noise + (golden[$0.name] ?? []) }
        #expect(Self.frames(noisy).count == Self.requests.count)
    }

    /// No flipped bit passes for a packet: CRC-16 sees every single one.
    @Test func aFlippedBitIsNoPacket() throws {
        let good = try #require(try Self.golden("responses")["device_info"])
        let expected = Self.frames(good)
        for index in good.indices {
            for bit in 0..<8 {
                var bytes = good
                bytes[index] ^= 1 << bit
                let frames = Self.frames(bytes)
                #expect(frames.isEmpty || frames == expected, "byte \(index) bit \(bit)")
            }
        }
    }

    @Test("T17: garbage never stops the control port, and the next request is answered")
    func garbage() throws {
        var generator = SeededGenerator(seed: 64)
        let golden = try Self.golden("requests")
        let stream = Self.requests.flatMap { golden[$0.name] ?? [] }
        var (server, client) = (SMPServer(), SMPClient())
        var fed = 0
        while fed < 1_500_000 {
            let piece =
                Bool.random(using: &generator)
                ? HealthyPi6ResyncTests.noise(2_000, &generator)
                : HealthyPi6ResyncTests.mutated(stream, &generator)
            _ = server.receive(piece[...])
            _ = client.received(piece[...])
            fed += piece.count
        }
        // A line feed ends whatever line the garbage left open.
        let request = SMPRequest.osEcho("here").frame(sequence: 9)
        let answers = Self.frames(server.receive(([0x0A] + SMPEncoder.lines(request))[...]))
        #expect(answers.map { SMPResponse($0.body, to: .osEcho("here")) } == [.echo("here")])
    }
}
