import Biosignals
import DeviceProtocols

/// What a simulated board measures, says and does; its bytes are the encoder's.
///
/// Levels and heights are plausible ones: no board has been on the bench. A lead's amplitude and a
/// converter's step are those of the profile wherever that knows them.
struct BoardModel: Sendable {
    let profile: BoardProfile
    /// In the profile's order.
    let channels: [WireChannel]
    /// Bytes that wait for a host that does not read; when full, whole frames are dropped.
    let ringBytes: Int
    /// Whether heart rate, SpO2 and breathing rate are more than zeros: they are not in Zephyr
    /// v2.0.0 to v2.2.0.
    let tellsVitals: Bool
    /// Whether what the host writes comes back within the stream, as in Zephyr up to v2.1.0; of
    /// `healthypi5` the latest is simulated, which does not.
    let echoesHost: Bool
    /// Whether samples of ECG and respiration are left out, as zeros, while the electrodes are off.
    let omitsLeadOff: Bool
    /// A channel that has a new value in every other frame only; the other frames say so.
    let alternating: Int?

    init(_ board: Board) {
        profile = .chosen(board)
        channels = profile.channels.map { WireChannel(board, $0) }
        ringBytes =
            switch board {
            case .healthypi5, .healthypi5Next: 6_144
            case .healthypi6: 16_384
            default: 1_024
            }
        tellsVitals = board != .healthypi5 && board != .healthypi5V2
        echoesHost = board == .healthypi5V1 || board == .healthypi5V2
        omitsLeadOff = board == .healthypi3
        alternating = board == .healthypi5Legacy || board == .max30001 ? 1 : nil
    }

    func makeEncoder() -> any BoardEncoder {
        OpenViewEncoder(board: profile.board) ?? HealthyPi6Encoder()
    }

    /// Each feed once, and for each channel the place of its feed.
    var feeds: (all: [SignalFeed], ofChannel: [Int]) {
        var all: [SignalFeed] = []
        let places = channels.map { channel -> Int in
            if let place = all.firstIndex(of: channel.feed) { return place }
            all.append(channel.feed)
            return all.count - 1
        }
        return (all, places)
    }
}
