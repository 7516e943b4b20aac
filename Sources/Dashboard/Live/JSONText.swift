/// JSON written straight to bytes: what goes to a browser thirty times a second is made once, for
/// all who watch.
struct JSONText {
    private(set) var bytes: [UInt8] = []
    /// Whether a comma is due before the next thing.
    private var follows = false

    init(reserving count: Int = 256) { bytes.reserveCapacity(count) }

    mutating func object(_ content: (inout JSONText) -> Void) { nested("{", "}", content) }
    mutating func array(_ content: (inout JSONText) -> Void) { nested("[", "]", content) }

    mutating func array(_ values: some Sequence<String>) {
        array { for value in values { $0.value(value) } }
    }

    mutating func key(_ name: StaticString) {
        separate()
        bytes.append(0x22)
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(0x22)
        bytes.append(0x3A)
        follows = false
    }

    mutating func value(_ text: String?) {
        separate()
        guard let text else { return literal("null") }
        bytes.append(0x22)
        for byte in text.utf8 { escape(byte) }
        bytes.append(0x22)
    }

    mutating func value(_ flag: Bool) {
        separate()
        literal(flag ? "true" : "false")
    }

    mutating func value(_ number: Int) {
        separate()
        integer(number)
    }

    /// At most nine significant digits, as everything that leaves; what is no number is null.
    mutating func value(_ number: Double?) {
        separate()
        guard let number, number.isFinite else { return literal("null") }
        if number == number.rounded(), abs(number) < 1e9 { return integer(Int(number)) }
        let size = Self.places(abs(number))
        guard size > -9, size < 9 else {
            // Swift's own shortest form, such as 1e-12, is JSON too.
            bytes.append(contentsOf: "\(number)".utf8)
            return
        }
        decimals(number, max(0, 8 - size))
    }

    /// A number to so many decimals, trailing zeros left out; null where it is none.
    mutating func value(_ number: Double?, decimals places: Int) {
        separate()
        guard let number, number.isFinite else { return literal("null") }
        decimals(number, places)
    }

    private mutating func nested(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ content: (inout JSONText) -> Void
    ) {
        separate()
        bytes.append(UInt8(ascii: open))
        follows = false
        content(&self)
        bytes.append(UInt8(ascii: close))
        follows = true
    }

    private mutating func separate() {
        if follows { bytes.append(0x2C) }
        follows = true
    }

    private mutating func literal(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// The quote, the backslash and the control characters; the rest is UTF-8 as it is.
    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case 0x22, 0x5C: bytes += [0x5C, byte]
        case 0x0A: bytes += [0x5C, 0x6E]
        case 0x00..<0x20:
            let digits = Array("0123456789abcdef".utf8)
            bytes += [0x5C, 0x75, 0x30, 0x30, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        default: bytes.append(byte)
        }
    }

    /// The power of ten of the first digit.
    private static func places(_ size: Double) -> Int {
        var (places, rest) = (0, size)
        while rest >= 10, places < 10 { (places, rest) = (places + 1, rest / 10) }
        while rest < 1, places > -10 { (places, rest) = (places - 1, rest * 10) }
        return places
    }

    private static let powers: [Double] = (0...17).map { power in
        (0..<power).reduce(1.0) { product, _ in product * 10 }
    }

    private mutating func decimals(_ number: Double, _ places: Int) {
        let scaled = (abs(number) * Self.powers[min(17, max(0, places))]).rounded()
        guard scaled < 9e18 else {
            bytes.append(contentsOf: "\(number)".utf8)
            return
        }
        var (digits, places) = (Int(scaled), places)
        while places > 0, digits % 10 == 0 { (digits, places) = (digits / 10, places - 1) }
        if number < 0, digits != 0 { bytes.append(0x2D) }
        var divisor = 1
        for _ in 0..<places { divisor *= 10 }
        integer(digits / divisor)
        guard places > 0 else { return }
        bytes.append(0x2E)
        let fraction = digits % divisor
        divisor /= 10
        while divisor > fraction, divisor > 1 {
            bytes.append(0x30)
            divisor /= 10
        }
        integer(fraction)
    }

    private mutating func integer(_ number: Int) {
        bytes.append(contentsOf: String(number).utf8)
    }
}
