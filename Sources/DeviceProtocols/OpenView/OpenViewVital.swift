/// A figure of the device's own in a frame.
struct OpenViewVital: Equatable, Sendable {
    let quantity: DeviceReport.Quantity
    let offset: Int
    /// What counts as a figure; anything else means that the device has none.
    let values: ClosedRange<UInt8>
    /// One in between that does not.
    var never: UInt8 = 0
}
