public import Biosignals

/// Reads a tinyGSR on the machine's own I²C bus, on a thread of its own, into a bounded ring.
///
/// It gives counts. They become conductance only through a `TwoPointCalibration`.
/// The host sets the pace: a reading that comes late, or fails, is counted as lost, so that the
/// sample index stays the time.
public final class TinyGSRReader: Sendable {
    /// Why no more readings will come.
    public enum End: Equatable, Sendable {
        case failed(I2CError)
        case stopped
    }

    public let rate: Hertz
    private let mailbox: RingMailbox<CountsSample, End>
    private let wake: WakePipe
    private let thread: JoinableThread

    /// Configures the converter and starts reading.
    ///
    /// - Parameters:
    ///   - path: of the bus, for the errors' text.
    ///   - rate: at most the converter's 128 Hz; the board's own filter passes up to 1.6 Hz.
    ///   - capacity: samples the ring holds.
    /// - Throws: `I2CError` if no TLA2022 answers.
    public init(
        _ bus: any RegisterBus, path: String = "/dev/i2c-1", address: UInt8 = 0x49,
        rate: Hertz = Hertz(TLA2022.samplesPerSecond), capacity: Int = 1_024
    ) throws(I2CError) {
        precondition(
            rate.value > 0 && rate.value <= TLA2022.samplesPerSecond,
            "The converter has at most 128 new results a second.")
        try Self.configure(bus, path, address)
        guard let wake = WakePipe() else {
            throw .failed(path: path, because: "this process has too many files open")
        }
        let mailbox = RingMailbox<CountsSample, End>(capacity: capacity)
        let thread = JoinableThread(name: "tinyGSR reader") {
            var loop = TinyGSRLoop(bus: bus, wake: wake, mailbox: mailbox, rate: rate)
            loop.run()
        }
        guard let thread else {
            throw .failed(path: path, because: "the system has no thread to give")
        }
        self.rate = rate
        self.wake = wake
        self.mailbox = mailbox
        self.thread = thread
    }

    deinit { stop() }

    /// Appends what has come, oldest first, without waiting.
    ///
    /// - Returns: how it ended, once it has; then nothing follows.
    @discardableResult
    public func take(into samples: inout [CountsSample]) -> End? { mailbox.take(into: &samples) }

    /// Returns when there is something to take, when reading has ended, or when the task is
    /// cancelled. One task at a time.
    public func wait() async { await mailbox.wait() }

    public var droppedSampleCount: Int { mailbox.counts.dropped }

    /// Ends the thread and returns when it has ended. Again is no harm.
    public func stop() {
        wake.raise()
        thread.join()
    }

    /// What is written must be there when it is read back, the start bit aside: another kind of
    /// device at this address would hardly do that.
    private static func configure(
        _ bus: any RegisterBus, _ path: String, _ address: UInt8
    ) throws(I2CError) {
        try bus.write(TLA2022.configuration, register: TLA2022.configurationRegister)
        let word = try bus.read(register: TLA2022.configurationRegister)
        guard word & 0x7FFF == TLA2022.configuration else {
            throw .notThisDevice(path: path, address: address)
        }
    }
}
