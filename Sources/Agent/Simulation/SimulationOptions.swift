public import Acquisition
public import DeviceProtocols

/// What is to be simulated.
public struct SimulationOptions: Sendable {
    public enum Signal: Sendable {
        /// A person who never lived, from the simulation's seed.
        case synthetic
        /// - isLooped: from the beginning again at the end, instead of silence.
        case recording(path: String, RecordingOptions, isLooped: Bool)
    }

    public var boards: [Board]
    public var signal: Signal
    /// One for each board.
    public var faults: [FaultPlan]
    /// A HealthyPi 6 says nothing until `stream_start`, as firmware 1.0.0 does.
    public var waitsForStart = false
    public var seed: UInt64 = 1
    /// Of each board's clock, after which it makes nothing more; nil for until stopped.
    public var duration: Double?
    /// Where the samples as sent are written, CSV; with several boards `NAME-` goes before the
    /// file's name.
    public var truthPath: String?
    /// Where the true beats and other events are written, CSV; only of a synthetic person.
    public var beatsPath: String?
    /// For the links to terminals that come and go.
    public var temporaryFolder = "/tmp"

    public init(boards: [Board], signal: Signal = .synthetic) {
        self.boards = boards
        self.signal = signal
        faults = boards.map { _ in FaultPlan() }
    }
}
