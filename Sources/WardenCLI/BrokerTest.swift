import ArgumentParser
struct BrokerTest: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "test")
    func run() throws {}
}
