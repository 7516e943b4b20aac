/// Samples of one channel in a frame, one after the other. Offsets count from the frame's start.
struct OpenViewField: Equatable, Sendable {
    enum Format: Equatable, Sendable {
        case int16, uint16, int32

        var width: Int { self == .int32 ? 4 : 2 }
    }

    enum Rule: Equatable, Sendable {
        case always
        /// Zero, and no sample, while the electrodes are off.
        case inContact
        /// No new value where the byte at `flag` is FF: the one before it holds.
        case heldUnlessNew(flag: Int)
        /// 0.01 degrees Celsius; what cannot be a body's or a room's is "not available".
        case temperature
    }

    /// 0.01 degC; 0 means that there is no sensor.
    static let temperatureCounts = 1...6_000

    let channel: Int
    let offset: Int
    let format: Format
    var count = 1
    var rule = Rule.always
}
