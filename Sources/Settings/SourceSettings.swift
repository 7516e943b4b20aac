/// One board or sensor of the person.
public struct SourceSettings: Equatable, Sendable {
    /// Names the source in the account and in messages; unique.
    public var name: String
    public var device = SourceDevice.auto
    /// One of the board names that the loader was given; nil lets the bytes decide.
    public var board: String?
    public var calibration: ConductanceCalibration?

    public init(
        name: String, device: SourceDevice = .auto, board: String? = nil,
        calibration: ConductanceCalibration? = nil
    ) {
        self.name = name
        self.device = device
        self.board = board
        self.calibration = calibration
    }

    static func standardName(_ index: Int) -> String { "source\(index + 1)" }
}
