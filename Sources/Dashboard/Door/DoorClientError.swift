/// Why an agent could not be asked.
public enum DoorClientError: Error, Equatable, Sendable {
    case notRunning(String)
    case notPermitted(String)
    case noAnswer(String)
}

extension DoorClientError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notRunning(let path):
            "No agent is running here: nobody listens on \(path). Start one with: "
                + "healthypi-agent run (as a service: systemctl start healthypi-agent)."
        case .notPermitted(let path):
            "Only the agent's own user and root may ask at \(path). Ask as that user: "
                + "sudo -u healthypi healthypi-agent status"
        case .noAnswer(let path):
            "The agent at \(path) gives no answer. Look at what it says: "
                + "journalctl -u healthypi-agent"
        }
    }
}
