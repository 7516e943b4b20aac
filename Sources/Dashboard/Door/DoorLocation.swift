import Glibc

/// Where a door is looked for: the service's is in `/run`, everyone else's beside their state.
public enum DoorLocation {
    public static let service = "/run/healthypi/agent.sock"
    private static let serviceState = "/var/lib/healthypi"

    /// Where an agent with this state directory puts its socket, the best place first.
    public static func places(stateDirectory: String) -> [String] {
        let beside = stateDirectory + "/" + DoorPlace.name
        return stateDirectory == serviceState ? [service, beside] : [beside]
    }

    /// Where such an agent is asked: its own places, and the service's unless a state directory was
    /// named.
    public static func lookedFor(stateDirectory: String, isNamed: Bool) -> [String] {
        let places = places(stateDirectory: stateDirectory)
        return isNamed || places.contains(service) ? places : places + [service]
    }

    /// The first of the places where somebody listens, or may be: the first one otherwise.
    public static func found(among places: [String]) -> String {
        let there = places.first { path in
            switch DoorSocket.connected(to: path) {
            case .success(let descriptor):
                close(descriptor)
                return true
            case .failure(let code): return code.value == EACCES || code.value == EPERM
            }
        }
        return there ?? places.first ?? service
    }
}
