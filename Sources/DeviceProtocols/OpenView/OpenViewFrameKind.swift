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
