/// Members with names, written as one line of JSON in exactly one way.
///
/// Source: RFC 8785, held to texts, whole numbers, true and false, lists of texts, and objects:
/// members in the order of their names, no white space, no escape but `\"` and `\\`.
public struct CanonicalObject: Equatable, Sendable {
    private var values: [String: CanonicalValue]

    public init(_ members: [String: CanonicalValue] = [:]) { values = members }

    public subscript(_ name: String) -> CanonicalValue? {
        get { values[name] }
        set { values[name] = newValue }
    }

    public var names: [String] { values.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }

    /// The document's bytes. What may not stand in a text is left out of it.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        Self.write(self, to: &bytes)
        return bytes
    }

    private static func write(_ object: CanonicalObject, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        for (index, name) in object.names.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(name, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            if let value = object[name] { write(value, to: &bytes) }
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private static func write(_ value: CanonicalValue, to bytes: inout [UInt8]) {
        switch value {
        case .text(let text): write(text, to: &bytes)
        case .integer(let number): bytes += Array(String(number).utf8)
        case .truth(let truth): bytes += Array((truth ? "true" : "false").utf8)
        case .texts(let texts):
            bytes.append(UInt8(ascii: "["))
            for (index, text) in texts.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(text, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object): write(object, to: &bytes)
        }
    }

    private static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        defer { bytes.append(UInt8(ascii: "\"")) }
        if CanonicalText.isPlain(text) {
            bytes.append(contentsOf: text.utf8)
            return
        }
        for scalar in text.unicodeScalars where CanonicalText.isAllowed(scalar) {
            if scalar == "\"" || scalar == "\\" { bytes.append(UInt8(ascii: "\\")) }
            bytes += Array(String(scalar).utf8)
        }
    }
}
