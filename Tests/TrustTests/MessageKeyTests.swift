import Testing

@testable import Trust

struct MessageKeyTests {
    /// RFC 8032 section 7.1, test 1: this seed has this public key.
    @Test func aKeyIsTheOneOfTheStandard() throws {
        let key = try #require(MessageKey(seedText: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"))
        #expect(key.publicText == "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
        #expect(key.seedText == "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")
        #expect(key.identifier.count == 11)
    }

    @Test func whatIsNoSeedIsNotTaken() {
        #expect(MessageKey(seed: []) == nil)
        #expect(MessageKey(seedText: "nWGxne") == nil)
        #expect(MessageKey(seedText: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2B") == nil)
    }
}
