/// The version that events and `--version` state.
public enum AgentVersion {
    public static let text = "0.1.0"
}
