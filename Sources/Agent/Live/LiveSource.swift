public import Acquisition
public import DeviceProtocols

/// Where a live session looks for one of its boards.
public struct LiveSource: Equatable, Sendable {
    public enum Place: Equatable, Sendable {
        /// Every board that is plugged in.
        case automatic
        case path(String)
        /// A tinyGSR on the machine's own I²C bus.
        case i2c(bus: Int, address: Int)
    }

    public var place: Place
    /// What the user says it is; nil to find out.
    public var board: Board?
    /// From counts to microsiemens, for a skin conductance channel.
    public var calibration: TwoPointCalibration?

    public init(
        place: Place, board: Board? = nil, calibration: TwoPointCalibration? = nil
    ) {
        self.place = place
        self.board = board
        self.calibration = calibration
    }
}
