public import DeviceProtocols

/// Something worth telling the person who watches a live run: no samples, no measures.
public enum LiveNote: Equatable, Sendable {
    case waiting(for: [String])
    case listening(place: String)
    case recognised(name: String, place: String, BoardProfile)
    case refused(place: String, why: String)
    case controlled(place: String)
    /// About a port, in words made where it was noticed.
    case port(String)
    case back(name: String, missing: Double)
    case text(place: String, String)
    case cannotProcess(name: String, why: String)
    case recovered(record: String, seconds: Double)
    case recording(name: String, path: String)
    case recordingLacks(name: String, what: String)
    case recordingStopped(name: String, why: String)
    case eventsEnded(why: String)
    case storeFailed(why: String)
    case storeBack

    /// One line.
    public var text: String {
        switch self {
        case .waiting(let places):
            "No board is there yet; waiting for "
                + (places.isEmpty ? "one to be plugged in." : places.joined(separator: ", ") + ".")
        case .listening(let place): "\(place): listening."
        case .recognised(let name, let place, let profile):
            "\(place): \(name) is a \(profile.board.rawValue)"
                + (profile.firmware.map { " (\($0))" } ?? "")
                + ", \(Int((profile.certainty * 100).rounded(.down))) % sure: "
                + profile.evidence.joined(separator: "; ") + "."
        case .refused(let place, let why): "\(place): not used: \(why)"
        case .controlled(let place): "\(place): control port; the stream has been asked for."
        case .port(let text): text
        case .back(let name, let missing):
            "\(name): back after \((missing * 10).rounded() / 10) s, which stay a gap."
        case .text(let place, let text): "\(place) says: \(text)"
        case .cannotProcess(let name, let why): "\(name): \(why)"
        case .recovered(let record, let seconds):
            "The recording \(record) was unfinished and is whole again: \(Int(seconds)) s."
        case .recording(let name, let path): "\(name): recording to \(path)"
        case .recordingLacks(let name, let what): "\(name): not in the recording: \(what)."
        case .recordingStopped(let name, let why):
            "\(name): recording has stopped, measuring goes on: \(why)"
        case .eventsEnded(let why):
            "No further event goes into the file; the store has them: \(why)"
        case .storeFailed(let why): "The store takes nothing, findings wait in memory: \(why)"
        case .storeBack: "The store is back; what waited has been stored."
        }
    }
}
