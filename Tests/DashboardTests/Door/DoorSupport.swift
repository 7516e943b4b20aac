import Foundation
import Glibc
import TestKit

@testable import Dashboard

/// Work that blocks, on a thread of its own: the server under test needs those that tasks share.
func blocking<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
    }
}

func ask(_ door: OpenDoor, _ target: String) async throws -> DoorClient.Answer {
    let client = DoorClient(path: door.path, withinSeconds: 60)
    return try await blocking { try client.get(target) }
}

func post(_ door: OpenDoor, _ target: String, _ json: String = "") async throws
    -> DoorClient.Answer
{
    let client = DoorClient(path: door.path, withinSeconds: 60)
    return try await blocking { try client.post(target, json: Array(json.utf8)) }
}

/// A connection to a local or loopback socket that says exactly what it is told to.
final class RawClient: Sendable {
    struct Failure: Error {}

    private let descriptor: Int32

    init(path: String) throws {
        guard case .success(let descriptor) = DoorSocket.connected(to: path) else {
            throw Failure()
        }
        self.descriptor = descriptor
    }

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw Failure() }
    }

    deinit { close(descriptor) }

    /// As much as the other end takes at once.
    @discardableResult
    func say(_ bytes: [UInt8]) -> Int {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { break }
            sent += count
        }
        return sent
    }

    @discardableResult
    func say(_ text: String) -> Int { say(Array(text.utf8)) }

    /// Says no more.
    func hangUp() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Everything until the other end closes; nil if it does not within 60 s.
    func answer() async throws -> String? { try await blocking { self.readAll() } }

    private func readAll() -> String? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 1_000) > 0 else { continue }
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
        return nil
    }

    static func ask(_ path: String, _ text: String) async throws -> String? {
        let client = try RawClient(path: path)
        client.say(text)
        return try await client.answer()
    }
}

/// An open door in a folder of its own, served until the test lets go of it.
final class OpenDoor {
    let folder: String
    let door: LocalDoor
    let window = DoorWindow()
    private let serving: Task<Void, Never>
    var path: String { door.path }

    init(
        limits: ServerLimits = LocalDoor.limits, owner: uid_t = geteuid(),
        runner: (any TaskRunner)? = nil, snapshot: DoorSnapshot? = .sample
    ) throws {
        folder = try privateFolder()
        if let snapshot { window.post(snapshot) }
        let door = try LocalDoor(
            path: folder + "/agent.sock", window: window,
            tasks: TaskDesk(runner: runner, milliseconds: { 0 }), approvals: NoApprovals(),
            now: { 100 }, limits: limits, owner: owner)
        self.door = door
        serving = Task { await door.run() }
    }

    deinit {
        serving.cancel()
        try? FileManager.default.removeItem(atPath: folder)
    }

    func close() async {
        serving.cancel()
        await serving.value
    }
}

func privateFolder() throws -> String {
    var template = Array("/tmp/healthypi-door-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw RawClient.Failure() }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

extension DoorSnapshot {
    /// Everything is known and well; the loop has turned a second ago, of a clock that says 100.
    static var sample: DoorSnapshot {
        var snapshot = DoorSnapshot(
            agent: "healthypi", version: "0.1.0", instance: "i", mode: "standard",
            startedMilliseconds: 1_000, timeMilliseconds: 1_000_000, loopSeconds: 99,
            isSourceKnown: true, store: .init(isTaking: true, bytes: 4_096, lastSequence: 42),
            clock: .init(isSynced: true, errorMilliseconds: 20),
            process: .init(cpuSeconds: 1.5, residentBytes: 50_000_000))
        snapshot.session = .init(identifier: "S", seconds: 61)
        snapshot.boards = [
            DoorBoard(
                name: "healthypi5", model: "healthypi5", firmware: "2.0.4", isConnected: true,
                samplesReceived: 1_000, samplesLost: 3, samplesDropped: 1, skewPPM: -12.5)
        ]
        snapshot.channels = [
            DoorChannel(name: "ecg", role: "ecg", quality: 0.9, reasons: []),
            DoorChannel(name: "ppg", role: "ppg", quality: nil, reasons: []),
        ]
        snapshot.measures = [
            DoorMeasure(
                name: .heartRate, source: "ecg", unit: "1/min", value: 62,
                timeMilliseconds: 999_000),
            DoorMeasure(
                name: .rmssd, source: "ecg", unit: "ms", value: 42.1, interval: 36...48.9,
                timeMilliseconds: 999_000),
            DoorMeasure(
                name: .breathingRate, source: "resp", unit: "1/min", value: nil,
                reason: "poorSignal", timeMilliseconds: 999_000),
            DoorMeasure(
                name: .skinLevel, source: "eda", unit: "uS", value: 3.2,
                timeMilliseconds: 1_000_000 - 900_001),
        ]
        snapshot.beats = [DoorBeats(source: "ecg", total: 63, edited: 2)]
        snapshot.insights = [
            DoorInsight(
                kind: "stationary", count: 2, confidence: 0.85, timeMilliseconds: 999_000)
        ]
        snapshot.broker = DoorBroker(
            state: .connected, reason: nil, eventsWaiting: 4, eventsPublished: 38,
            eventsDropped: 0)
        return snapshot
    }
}
