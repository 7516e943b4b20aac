import Foundation

/// What takes minutes: a day with its night, garbage without end into every decoder, and two boards
/// that are unplugged again and again under the whole agent.
///
///     swift run -c release --package-path Benchmarks soak .build/release/healthypi-agent [MINUTES]
@main
enum Soak {
    static func main() {
        do {
            let arguments = CommandLine.arguments
            guard arguments.count == 2 || arguments.count == 3,
                let minutes = arguments.count == 3 ? Double(arguments[2]) : 10, minutes > 0
            else { throw SoakFailure("usage: soak PATH-OF-healthypi-agent [MINUTES]") }
            try DaySoak(program: arguments[1]).run()
            try GarbageSoak.run()
            try UnplugSoak(program: arguments[1], minutes: minutes).run()
        } catch {
            FileHandle.standardError.write(Data("soak: \(error)\n".utf8))
            exit(1)
        }
    }
}

struct SoakFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
