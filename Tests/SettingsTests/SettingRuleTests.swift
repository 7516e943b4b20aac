import Testing

@testable import Settings

struct SettingRuleTests {
    private func number(_ text: String) -> SettingValue? {
        let scalar = SettingScalar(text: text, source: .environment)
        return try? SettingRule.number(-1e6...1e6, "seconds").read(scalar)
    }

    @Test(arguments: [
        ("0", 0.0), ("-1", -1), ("1.50", 1.5), ("1e3", 1_000), ("1E+3", 1_000), ("25e-1", 2.5),
        ("0.25", 0.25), ("-0", 0),
    ])
    func decimalNumbersAreTaken(_ text: String, _ expected: Double) {
        #expect(number(text) == .number(expected))
    }

    /// What YAML 1.1, Swift or a shell would each read in their own way.
    @Test(arguments: [
        "", " ", "010", "00", "1_000", "1:30", "0x1F", "0b1", "0o7", "+1", ".5", "1.", "1e", "1e+",
        "--1", "1 ", " 1", "nan", "inf", "-inf", ".inf", "1e999", "1,5", "١", "1e6000000000000",
        "1000001",
    ])
    func otherNumbersAreNot(_ text: String) {
        #expect(number(text) == nil)
    }

    @Test func wholeNumbersMayBeWrittenAsDecimals() throws {
        let rule = SettingRule.count(1...2_000, "MiB")
        func count(_ text: String) -> SettingValue? {
            try? rule.read(SettingScalar(text: text, source: .environment))
        }
        #expect(count("1e3") == .count(1_000))
        #expect(count("2.0") == .count(2))
        #expect(count("2.5") == nil)
        #expect(count("1e300") == nil)
    }

    /// The addresses that the publishing side refuses are refused here too.
    @Test(arguments: [
        "", "hub", "nats:hub", "NATS://hub", "nats://a b", "nats://a,b", "nats://a/b", "nats://a?b",
        "nats://h:", "nats://h:x", "nats://h:65536", "nats://me@", "nats://hüb",
    ])
    func otherBrokersAreNone(_ text: String) {
        #expect(throws: SettingRefusal.self) { try BrokerAddress(text) }
    }

    @Test(arguments: ["nats://hub", "tls://hub:1", "nats://[::1]:4222", "nats://[::1]"])
    func brokersAreTaken(_ text: String) throws {
        let address = try BrokerAddress(text)
        #expect(!address.hasLogin && address.withoutLogin == text)
    }
}
