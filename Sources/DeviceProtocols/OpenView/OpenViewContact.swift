/// The byte in which a board says what is attached.
struct OpenViewContact: Equatable, Sendable {
    let offset: Int
    /// Any of these bits: the ECG's electrodes are off.
    let ecgMask: UInt8
    /// Any of these bits: the probe is off.
    let probeMask: UInt8
}
