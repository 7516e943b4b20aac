import Foundation
public import Publishing

/// What a broker says of itself before anybody has logged in.
public struct BrokerGreeting: Sendable, Equatable {
    public let version: String

    private static let bytesMax = 16_384
    private static let milliseconds: Int32 = 3_000

    /// Connects, reads one line, and hangs up. Blocks for a few seconds at most.
    public static func read(_ broker: BrokerURL) throws(PublishingError) -> BrokerGreeting {
        guard let descriptor = connect(broker) else {
            throw .brokerUnreachable(broker: broker.description)
        }
        defer { close(descriptor) }
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while !line.contains(UInt8(ascii: "\n")), line.count < bytesMax {
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, milliseconds) == 1 else { break }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            line += buffer[..<count]
        }
        let prefix = Array("INFO ".utf8)
        guard line.starts(with: prefix),
            let info = try? JSONDecoder().decode(Info.self, from: Data(line.dropFirst(5)))
        else { throw .brokerUnreachable(broker: broker.description) }
        return BrokerGreeting(version: info.version)
    }

    private struct Info: Decodable {
        let version: String
    }

    private static func port(_ broker: BrokerURL) -> String {
        String(broker.description.split(separator: ":").last ?? "4222")
    }

    private static func connect(_ broker: BrokerURL) -> Int32? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(broker.host, port(broker), &hints, &found) == 0 else { return nil }
        defer { freeaddrinfo(found) }
        var next = found
        while let address = next?.pointee {
            let descriptor = socket(address.ai_family, address.ai_socktype, address.ai_protocol)
            var limit = timeval(tv_sec: 3, tv_usec: 0)
            setsockopt(
                descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            if descriptor >= 0,
                Foundation.connect(descriptor, address.ai_addr, address.ai_addrlen) == 0
            {
                return descriptor
            }
            if descriptor >= 0 { close(descriptor) }
            next = address.ai_next
        }
        return nil
    }
}
