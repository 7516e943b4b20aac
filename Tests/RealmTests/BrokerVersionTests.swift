import Testing

@testable import Realm

struct BrokerVersionTests {
    @Test func debiansIsTooOldAndNamedSo() throws {
        let debian = try #require(BrokerVersion("nats-server: v2.9.10"))
        #expect(!debian.isEnough)
        #expect(
            RealmError.brokerTooOld(version: "\(debian)", path: "/usr/sbin/nats-server").description
                == "nats-server 2.9.10 (/usr/sbin/nats-server) is too old: it cannot read "
                + "min_version (TLS 1.3 only) or sync_interval (an event acknowledged is an event on "
                + "the disk), and lacks the security fixes up to 2.14.3. Install nats-server 2.14.3 "
                + "or newer; Debian's nats-server 2.9.10 is not.")
    }

    @Test func newerOnesAreEnough() throws {
        for text in ["nats-server: v2.15.1\n", "2.14.3", "v3.0.0-beta.1"] {
            #expect(try #require(BrokerVersion(text)).isEnough)
        }
        #expect(try #require(BrokerVersion("2.14.2")).isEnough == false)
        #expect(BrokerVersion("nats-server") == nil)
    }
}
