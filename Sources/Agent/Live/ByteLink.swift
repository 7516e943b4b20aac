/// Bytes that came together, with the monotonic second at which the last of them was there.
struct ArrivedBytes: Equatable, Sendable {
    let bytes: [UInt8]
    let seconds: Double
    /// Whether that second is sharp; otherwise the bytes may have lain in the kernel for a while.
    let isPrompt: Bool
    /// Bytes before these were dropped because nobody took them in time.
    let droppedBefore: Int
}

/// An open way to a device. Reading goes on beside whoever holds it: only `write` (a second at
/// most) and `close` wait.
protocol ByteLink: AnyObject {
    /// What has come since the last call, oldest first.
    func take() -> [ArrivedBytes]
    /// Why nothing more will come; nil while something may.
    var ending: LinkEnding? { get }
    func write(_ bytes: [UInt8])
    func close()
}

/// How a way to a device ended.
enum LinkEnding: Equatable, Sendable {
    case removed
    case failed(errno: Int32)
}
