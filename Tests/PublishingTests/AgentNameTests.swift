import Publishing
import Testing

@Suite struct AgentNameTests {
    @Test(arguments: ["healthypi", "bed-2", "A_b", String(repeating: "x", count: 64)])
    func takesOneToken(_ name: String) throws {
        #expect(try AgentName(name).stream == "AGENT_\(name)")
    }

    @Test(arguments: [
        "", "a.b", "*", ">", "a b", "é", "a\n", String(repeating: "x", count: 65),
    ])
    func refusesWhatIsNotOne(_ name: String) {
        #expect(throws: PublishingError.agentNameInvalid(name)) { try AgentName(name) }
    }
}
