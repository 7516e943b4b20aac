import Biosignals

/// How a recorded channel's values become what a board would have read: as they are where the unit
/// says so, or where they are whole numbers that the board can send; else stretched to the height
/// that the board's signal usually has.
struct RecordingFit: Equatable, Sendable {
    /// The values are the numbers to send.
    let isInBoardCounts: Bool
    private let gain: Double
    private let offset: Double

    func value(_ recorded: Double) -> Double { gain * recorded + offset }

    /// - Parameters:
    ///   - sample: the beginning of the channel.
    ///   - counts: what the board can send.
    init(_ channel: Channel, role: ChannelRole, sample: [Double], counts: ClosedRange<Double>) {
        let isInBodyUnit =
            switch role {
            case .ecg: channel.unit == .millivolt
            case .eda: channel.unit == .microsiemens
            case .temperature: channel.unit == .degreesCelsius
            default: false
            }
        let isWhole = sample.allSatisfy { $0 == $0.rounded() && counts.contains($0) }
        let sorted = sample.sorted()
        let low = Self.quantile(0.005, of: sorted)
        let middle = Self.quantile(0.5, of: sorted)
        let height = Self.quantile(0.995, of: sorted) - low
        let isCounts = !isInBodyUnit && channel.unit == .counts && isWhole && height >= 20
        isInBoardCounts = isCounts
        guard !isInBodyUnit, !isCounts, height > 0 else {
            (gain, offset) = (1, isInBodyUnit || isCounts ? 0 : -middle)
            return
        }
        let (usual, level) = Self.usual(role)
        gain = usual / height
        offset = level - gain * middle
    }

    /// Height and level of the role's signal in the body's units. A recorded pulse keeps its
    /// direction on the wire, where blood counts down: hence the minus.
    private static func usual(_ role: ChannelRole) -> (height: Double, level: Double) {
        switch role {
        case .ecg: (1.5, 0)
        case .ppg: (-600, 0)
        case .eda: (2, 6)
        case .respiration: (800, 0)
        case .acceleration, .temperature: (1, 0)
        }
    }

    private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
        guard !sorted.isEmpty else { return 0 }
        return sorted[Int((share * Double(sorted.count - 1)).rounded())]
    }
}
