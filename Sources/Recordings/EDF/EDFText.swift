/// Text in the fixed fields of an EDF header.
enum EDFText {
    /// Without the spaces and zeros that fill the field up. The format wants ASCII; bytes beyond it
    /// are read as UTF-8 or else as Latin-1, which is what writers put for µ and °.
    static func field(_ bytes: some Collection<UInt8>) -> String {
        let content = bytes.prefix { $0 != 0 }
        let scalars: String
        if let text = String(validating: content, as: UTF8.self) {
            scalars = text
        } else {
            scalars = String(String.UnicodeScalarView(content.map { Unicode.Scalar($0) }))
        }
        return scalars.trimmed
    }

    /// `text` in printable ASCII, cut or filled up to `width` bytes.
    static func bytes(_ text: String, width: Int) -> [UInt8] {
        let ascii = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\u{00B5}", "\u{03BC}": UInt8(ascii: "u")
            case " "..."~": UInt8(scalar.value)
            default: UInt8(ascii: "_")
            }
        }
        let kept = ascii.prefix(width)
        return kept + Array(repeating: UInt8(ascii: " "), count: width - kept.count)
    }
}
