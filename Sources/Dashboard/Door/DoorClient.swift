import Glibc

/// Asks a running agent at its door.
public struct DoorClient: Sendable {
    /// One answer: the status of HTTP and the body.
    public struct Answer: Equatable, Sendable {
        public let status: Int
        public let body: [UInt8]
    }

    /// What an agent says of itself is far smaller.
    private static let answerBytesMax = 4_194_304

    private let path: String
    private let seconds: Double

    /// - Parameters:
    ///   - path: of the agent's socket.
    ///   - seconds: how long an answer may take.
    public init(path: String, withinSeconds seconds: Double = 10) {
        self.path = path
        self.seconds = seconds
    }

    public func get(_ target: String) throws(DoorClientError) -> Answer {
        try exchange("GET", target, nil)
    }

    /// - Parameter json: one JSON object.
    public func post(_ target: String, json: [UInt8] = []) throws(DoorClientError) -> Answer {
        try exchange("POST", target, json)
    }

    private func exchange(
        _ method: String, _ target: String, _ body: [UInt8]?
    ) throws(DoorClientError) -> Answer {
        let descriptor: Int32
        switch DoorSocket.connected(to: path) {
        case .success(let connected): descriptor = connected
        case .failure(let code):
            throw code.value == EACCES || code.value == EPERM
                ? .notPermitted(path) : .notRunning(path)
        }
        defer { close(descriptor) }
        var request = "\(method) \(target) HTTP/1.1\r\nHost: agent\r\n"
        if let body {
            request += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n"
        }
        request += "Connection: close\r\n\r\n"
        let deadline = ContinuousClock.now + .seconds(seconds)
        try send(Array(request.utf8) + (body ?? []), on: descriptor)
        return try answer(from: descriptor, until: deadline)
    }

    private func send(_ bytes: [UInt8], on descriptor: Int32) throws(DoorClientError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            // What it said before it hung up is still there to be read.
            guard count > 0 else { return }
            sent += count
        }
    }

    /// The door ends the connection behind its one answer.
    private func answer(
        from descriptor: Int32, until deadline: ContinuousClock.Instant
    ) throws(DoorClientError) -> Answer {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < Self.answerBytesMax {
            let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
            guard left > 0 else { throw .noAnswer(path) }
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, Int32(left.rounded(.up)))
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { throw .noAnswer(path) }
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        guard let answer = Self.parsed(bytes) else { throw .noAnswer(path) }
        return answer
    }

    /// Nil if it is none, or not whole.
    static func parsed(_ bytes: [UInt8]) -> Answer? {
        guard let end = ServedConnection.endOfHead(in: bytes, from: 0) else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        guard let first = lines.first, first.hasPrefix("HTTP/1.1 "),
            let status = Int(first.dropFirst(9).prefix(3)), (100...599).contains(status)
        else { return nil }
        let length = lines.lazy.compactMap { line -> Int? in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "content-length" else { return nil }
            return Int(parts[1].drop { $0 == " " })
        }.first
        guard length == bytes.count - end else { return nil }
        return Answer(status: status, body: Array(bytes[end...]))
    }
}
