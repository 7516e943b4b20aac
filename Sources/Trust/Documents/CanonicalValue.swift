/// A value in a canonical document. There is no fraction, no null and no list but of texts.
public enum CanonicalValue: Equatable, Sendable {
    case text(String)
    case integer(Int64)
    case truth(Bool)
    case texts([String])
    case object(CanonicalObject)

    /// JSON's numbers are exact up to here.
    static let integerMax: Int64 = 9_007_199_254_740_991
}

/// The scalars a text may hold.
enum CanonicalText {
    /// No control character, and none that is not seen or turns the direction of reading: what is
    /// signed is what a person was shown. These are the characters that Unicode 16 calls default
    /// ignorable (DerivedCoreProperties.txt), separators of lines, marks of annotation, and what is
    /// no character; the numbers stand here, so that no library's table decides what is canonical.
    static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0xAD, 0x34F, 0x61C, 0x115F...0x1160, 0x17B4...0x17B5,
            0x180B...0x180F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0x3164,
            0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0xFFFE...0xFFFF,
            0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF:
            false
        default: true
        }
    }

    /// Printable ASCII without quotes and backslash: names, ids and subjects.
    static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        (0x20...0x7E).contains(scalar.value) && scalar != "\"" && scalar != "\\"
    }

    static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { 0x20 <= $0 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
    }

    /// The text without what may not stand in one.
    static func allowed(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter(isAllowed)))
    }
}
