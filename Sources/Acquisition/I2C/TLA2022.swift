/// The register words of a TLA2022, the converter on a tinyGSR board: 12 bits, two inputs, I²C.
///
/// Configuration, from the highest bit: start (1), inputs (3), full scale (3), one-shot (1), rate
/// (3), and the five low bits 00011. Result: signed, in the upper 12 bits, high byte first.
/// Source: TI's data sheet of the TLA202x, by the fields that the Linux driver `ti-tla2024.c` and
/// the vendor's protocentral_tla20XX_arduino use. No board has been on the bench.
public enum TLA2022 {
    /// The four that the address strap selects; a tinyGSR's firmware uses 0x49.
    public static let addresses: ClosedRange<UInt8> = 0x48...0x4B
    static let conversionRegister: UInt8 = 0
    static let configurationRegister: UInt8 = 1

    /// Whole, because the vendor's library only ever sets bits and so cannot leave a faster rate:
    /// AIN0 − AIN1, ±0.512 V, continuous, 128 samples a second.
    static let configuration: UInt16 =
        0 << 12 | fullScale512Millivolts << 9 | 0 << 8 | rate128 << 5 | 0b00011
    private static let fullScale512Millivolts: UInt16 = 4
    private static let rate128: UInt16 = 0

    public static let samplesPerSecond = 128.0
    /// 0.512 V / 2,048.
    public static let millivoltsPerCount = 0.25
    /// The least and the greatest code: what lies beyond the full scale is stuck at one of them.
    public static let codes: ClosedRange<Int> = -2_048...2_047

    /// The signed result, −2,048…2,047 counts.
    static func counts(_ word: UInt16) -> Int { Int(Int16(bitPattern: word) >> 4) }

    /// Whether the input may have been out of range: either end, or the code next to the lower one.
    public static func isSaturated(_ counts: Int) -> Bool { counts <= -2_047 || counts >= 2_047 }

    /// The low four bits are always 0: a word that has them is no result of this converter.
    static func isResult(_ word: UInt16) -> Bool { word & 0x000F == 0 }
}
