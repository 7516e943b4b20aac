/// Whether ECG values are multiples of 256. Values that only repeat the one before count once.
struct OpenViewECGSteps: Sendable {
    private(set) var values = 0
    private(set) var multiples = 0
    private var last: Int32?

    mutating func add(_ value: Int32) {
        guard value != last else { return }
        last = value
        values += 1
        if value % 256 == 0 { multiples += 1 }
    }
}
