/// A signal and the beats it is known to hold.
struct BeatCase {
    let record: String
    let signal: Signal
    let reference: Reference

    /// The same at another rate.
    func resampled(up: Int, down: Int) -> BeatCase {
        BeatCase(
            record: record, signal: signal.resampled(up: up, down: down),
            reference: reference.resampled(by: Double(up) / Double(down)))
    }
}
