import Foundation

/// What takes minutes: a day with its night, garbage without end into every decoder, events at fifty
/// times their rate, and two boards that are unplugged again and again under the whole agent.
///
///     swift run -c release --package-path Benchmarks soak .build/release/healthypi-agent \
///         [MINUTES] [--events MINUTES] [--only day|garbage|events|unplug]
@main
enum Soak {
    private static let usage =
        "usage: soak PATH-OF-healthypi-agent [MINUTES] [--events MINUTES] "
        + "[--only day|garbage|events|unplug]"

    static func main() async {
        do {
            try await run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            FileHandle.standardError.write(Data("soak: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ words: [String]) async throws {
        var words = words
        let only = try option("--only", &words)
        let eventMinutes = Double(try option("--events", &words) ?? "20")
        let minutes = words.count > 1 ? Double(words[1]) : 10
        guard (1...2).contains(words.count), let minutes, minutes > 0, let eventMinutes,
            (1...28).contains(eventMinutes),
            ["day", "garbage", "events", "unplug", nil].contains(only)
        else { throw SoakFailure(usage) }
        func wants(_ part: String) -> Bool { only == nil || only == part }
        if wants("day") { try DaySoak(program: words[0]).run() }
        if wants("garbage") { try GarbageSoak.run() }
        if wants("events") {
            try await EventSoak(program: words[0], minutes: eventMinutes).run()
        }
        if wants("unplug") { try UnplugSoak(program: words[0], minutes: minutes).run() }
    }

    /// Takes an option with its value out of the words.
    private static func option(_ name: String, _ words: inout [String]) throws -> String? {
        guard let place = words.firstIndex(of: name) else { return nil }
        guard place + 1 < words.count else { throw SoakFailure(usage) }
        defer { words.removeSubrange(place...place + 1) }
        return words[place + 1]
    }
}

struct SoakFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
