import NATSPublishing
import Publishing
import Testing

@Suite struct BrokerURLTests {
    @Test(arguments: [
        ("nats://127.0.0.1:4222", "nats://127.0.0.1:4222"), ("nats://hub", "nats://hub:4222"),
        ("nats://anna:se@cret@hub:1", "nats://hub:1"), ("tls://token@[::1]:9", "tls://[::1]:9"),
        ("nats://[::1]", "nats://[::1]:4222"),
    ])
    func printsNoCredentials(_ text: String, _ shown: String) throws {
        #expect(try BrokerURL(text).description == shown)
    }

    @Test(arguments: [
        "", "hub:4222", "http://hub", "nats://", "nats://:4222", "nats://hub:0",
        "nats://hub:65536", "nats://hub:x", "nats://a,nats://b", "nats://hub/path", "nats://h b",
    ])
    func refusesWhatIsNoAddress(_ text: String) {
        #expect(throws: PublishingError.self) { try BrokerURL(text) }
    }

    @Test(arguments: [
        "nats://127.0.0.1:4222", "nats://127.9.8.7", "nats://me:x@localhost", "tls://[::1]:1",
    ])
    func thisMachineIsLoopback(_ text: String) throws {
        #expect(try BrokerURL(text).isLoopback)
    }

    /// Names and numbers that only look like it.
    @Test(arguments: [
        "nats://hub", "nats://127.0.0.1.example.org", "nats://localhost.example.org",
        "nats://128.0.0.1",
        "nats://127.0.0.1@hub", "nats://127.1", "nats://127.0.0.256", "nats://127.0.0.+1",
        "nats://127..0.1", "nats://[::1:2]", "nats://0.0.0.0", "nats://[::ffff:10.0.0.1]",
    ])
    func anotherMachineIsNot(_ text: String) throws {
        #expect(try !BrokerURL(text).isLoopback)
    }
}
