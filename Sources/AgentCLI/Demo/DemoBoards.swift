import Acquisition
import Agent
import DeviceProtocols
import Settings

/// The boards of a demonstration: terminals of `simulate` that the user names, or one simulated here
/// where none is named. A board that is plugged in is never looked at.
struct DemoBoards {
    let sources: [LiveSource]
    private let simulator: BoardSimulator?

    /// - Throws: `Failure` for anything that is no simulated board.
    static func check(_ settings: [SourceSettings]) throws {
        for source in settings {
            switch source.device {
            case .auto: continue
            case .path(let path) where PseudoTerminal.isOne(path): continue
            case .path, .i2c:
                throw Failure(
                    .usage,
                    "--demo with \(source.device): a demonstration takes simulated boards only. "
                        + "Name a terminal of healthypi-agent simulate, or leave --device out to "
                        + "have one simulated.")
            }
        }
    }

    /// - Parameter folder: the demonstration's.
    /// - Throws: `Failure` as `check` does.
    init(_ settings: [SourceSettings], folder: String) throws {
        try Self.check(settings)
        let named = settings.filter { $0.device != .auto }
        if named.isEmpty {
            let simulator = try Self.simulated(folder)
            self.simulator = simulator
            sources = simulator.paths.map { LiveSource(place: .path($0)) }
        } else {
            simulator = nil
            sources = try named.map { try $0.live }
        }
    }

    private static func simulated(_ folder: String) throws -> BoardSimulator {
        var options = SimulationOptions(boards: [.healthypi5])
        options.temporaryFolder = folder
        do throws(SimulationError) {
            return try BoardSimulator(options)
        } catch {
            throw Failure(.unavailable, error.description)
        }
    }

    /// What is simulated here; nil if the user named terminals.
    var text: String? {
        simulator.map { "simulating a HealthyPi 5 at \($0.paths.joined(separator: ", "))" }
    }

    func start() throws { try simulator?.start() }

    func stop() { simulator?.stop() }
}
