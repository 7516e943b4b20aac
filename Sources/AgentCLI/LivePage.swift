import Dashboard
import Foundation

/// The live page beside a command, from its start to its end.
struct LivePage {
    let feed: PageFeed
    private let server: LiveServer
    private let serving: Task<Void, any Error>

    /// - Parameter text: where to serve it.
    init(_ text: String) throws {
        let address = try LoopbackAddress(text)
        let feed = PageFeed()
        let server = try LiveServer(address, feed: feed)
        self.feed = feed
        self.server = server
        serving = Task {
            do { try await server.run() } catch is CancellationError {} catch {
                Stderr.line("healthypi-agent: The live page has ended: \(error)")
            }
        }
    }

    /// Where to look.
    var text: String { "The live page is at \(server.address) (^C ends it)." }

    func end() async {
        await server.settle()
        serving.cancel()
        _ = try? await serving.value
    }
}
