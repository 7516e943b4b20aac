/// How the samples of a WFDB signal file are packed into bytes.
///
/// Source: WFDB Applications Guide, signal(5). The FLAC formats 508, 516 and 524 are not read.
public enum WFDBSignalFormat: Int, CaseIterable, Sendable {
    /// No samples are stored: layout headers and signals absent from a segment.
    case null = 0
    /// First differences, 8 bits.
    case differences8 = 8
    /// Two's complement, 16 bits, low byte first.
    case int16 = 16
    /// Two's complement, 24 bits, low byte first.
    case int24 = 24
    /// Two's complement, 32 bits, low byte first.
    case int32 = 32
    /// Two's complement, 16 bits, high byte first.
    case int16BigEndian = 61
    /// Offset binary, 8 bits.
    case offset8 = 80
    /// Offset binary, 16 bits, low byte first.
    case offset16 = 160
    /// Two 12-bit samples in three bytes.
    case packed12 = 212
    /// Three 10-bit samples in two byte pairs, the third split over both.
    case packed10Split = 310
    /// Three 10-bit samples in 32 bits, low first.
    case packed10 = 311

    /// The smallest number of samples that fills whole bytes, and those bytes.
    var group: (samples: Int, bytes: Int) {
        switch self {
        case .null: (1, 1)
        case .differences8, .offset8: (1, 1)
        case .int16, .int16BigEndian, .offset16: (1, 2)
        case .int24: (1, 3)
        case .int32: (1, 4)
        case .packed12: (2, 3)
        case .packed10Split, .packed10: (3, 4)
        }
    }

    /// Whole samples in the first `bytes` bytes of an unfinished group.
    func samples(inPartialGroup bytes: Int) -> Int {
        switch self {
        case .packed12: bytes >= 2 ? 1 : 0
        case .packed10Split: bytes >= 2 ? 1 : 0
        case .packed10: bytes >= 3 ? 2 : (bytes >= 2 ? 1 : 0)
        default: 0
        }
    }

    /// The value that marks a sample as invalid: the most negative one. Format 8 has none.
    var invalidMark: Int32? {
        switch self {
        case .null, .differences8: nil
        case .offset8: -128
        case .int16, .int16BigEndian, .offset16: -32_768
        case .int24: -8_388_608
        case .int32: .min
        case .packed12: -2_048
        case .packed10Split, .packed10: -512
        }
    }
}
