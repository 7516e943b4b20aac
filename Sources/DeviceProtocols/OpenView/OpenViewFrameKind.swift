import Biosignals

/// One kind of frame: `0A FA`, payload length (u16 LE), type, payload, `00 0B`.
struct OpenViewFrameKind: Equatable, Sendable {
    static let headerCount = 5
    static let footerCount = 2

    let type: UInt8
    /// What the header's length field says.
    let length: UInt16
    /// Bytes from the first of the header to the last of the footer.
    let total: Int
    /// Frames of this kind in a second, nominally.
    let rate: Double
    var fields: [OpenViewField] = []
    var vitals: [OpenViewVital] = []
    /// What the device says of its electrodes, if it does.
    var contact: OpenViewContact?

    init(type: UInt8 = 2, length: UInt16, total: Int? = nil, rate: Double) {
        self.type = type
        self.length = length
        self.total = total ?? Int(length) + Self.headerCount + Self.footerCount
        self.rate = rate
    }

    /// The five bytes that such a frame begins with.
    var header: [UInt8] {
        [0x0A, 0xFA, UInt8(truncatingIfNeeded: length), UInt8(length >> 8), type]
    }
}

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

/// A figure of the device's own in a frame.
struct OpenViewVital: Equatable, Sendable {
    let quantity: DeviceReport.Quantity
    let offset: Int
    /// What counts as a figure; anything else means that the device has none.
    let values: ClosedRange<UInt8>
    /// One in between that does not.
    var never: UInt8 = 0
}

/// The byte in which a board says what is attached.
struct OpenViewContact: Equatable, Sendable {
    let offset: Int
    /// Any of these bits: the ECG's electrodes are off.
    let ecgMask: UInt8
    /// Any of these bits: the probe is off.
    let probeMask: UInt8
}
