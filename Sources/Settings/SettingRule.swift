/// What a key takes.
struct SettingRule: Sendable {
    let read: @Sendable (SettingScalar) throws(SettingRefusal) -> SettingValue

    static let flag = SettingRule { scalar throws(SettingRefusal) in
        guard !scalar.isText, let flag = Bool(scalar.text) else {
            throw SettingRefusal(
                "\(scalar.text.quoted) is neither true nor false. "
                    + "Write true or false, without quotation marks.")
        }
        return .flag(flag)
    }

    static func count(_ range: ClosedRange<Int>, _ unit: String) -> SettingRule {
        SettingRule { scalar throws(SettingRefusal) in
            let number = Self.number(scalar)
            guard let number, let count = Int(exactly: number), range.contains(count) else {
                throw SettingRefusal(
                    "\(scalar.text.quoted) is not taken. Write a whole number of \(unit) from "
                        + "\(range.lowerBound) to \(range.upperBound)\(Self.hint(scalar)).")
            }
            return .count(count)
        }
    }

    static func number(_ range: ClosedRange<Double>, _ unit: String) -> SettingRule {
        SettingRule { scalar throws(SettingRefusal) in
            guard let number = Self.number(scalar), range.contains(number) else {
                throw SettingRefusal(
                    "\(scalar.text.quoted) is not taken. Write a number of \(unit) from "
                        + "\(range.lowerBound.plainText) to \(range.upperBound.plainText)"
                        + "\(Self.hint(scalar)).")
            }
            return .number(number)
        }
    }

    /// - Parameter allowed: ends the sentence "Write …".
    static func text(
        allowed: String, _ isAllowed: @escaping @Sendable (String) -> Bool
    ) -> SettingRule {
        SettingRule { scalar throws(SettingRefusal) in
            let text = try Self.text(scalar)
            guard isAllowed(text) else {
                throw SettingRefusal("\(text.quoted) is not taken. Write \(allowed).")
            }
            return .text(text)
        }
    }

    static func word(_ words: [String]) -> SettingRule {
        let all = words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
        return text(allowed: all) { words.contains($0) }
    }

    /// An absolute path; on the command line a relative one too.
    static let path = SettingRule { scalar throws(SettingRefusal) in
        .text(try Self.absolute(try Self.text(scalar), scalar.source))
    }

    static let device = SettingRule { scalar throws(SettingRefusal) in
        let text = try Self.text(scalar)
        if let device = SourceDevice(text), !text.hasPrefix("/") {
            return .text(device.description)
        }
        // A typing error in these must not become the name of a file.
        let isPath = text.contains("/") && !text.hasPrefix("i2c:")
        guard isPath else {
            throw SettingRefusal(
                "\(text.quoted) is not taken. Write auto, a path such as /dev/ttyACM0, or "
                    + "i2c:BUS:ADDRESS such as i2c:1:0x49.")
        }
        return .text(try Self.absolute(text, scalar.source))
    }

    private init(
        _ read: @escaping @Sendable (SettingScalar) throws(SettingRefusal) -> SettingValue
    ) {
        self.read = read
    }

    static func custom(
        _ read: @escaping @Sendable (SettingScalar) throws(SettingRefusal) -> SettingValue
    ) -> SettingRule {
        SettingRule(read)
    }

    /// The scalar's text, unless YAML takes it for something else.
    static func text(_ scalar: SettingScalar) throws(SettingRefusal) -> String {
        if case .file(isPlain: true, _) = scalar.source,
            let meaning = YAMLReader.meaningOfPlain(scalar.text)
        {
            throw SettingRefusal(
                scalar.text.isEmpty
                    ? "there is no value. Write one, or remove the key."
                    : "YAML takes \(scalar.text.printable) for \(meaning). "
                        + "Put it in quotation marks.")
        }
        return scalar.text
    }

    private static func absolute(
        _ path: String, _ source: SettingScalar.Source
    ) throws(SettingRefusal) -> String {
        let isPlain = !path.isEmpty && path == path.printable && path.utf8.count <= 4_096
        if isPlain && path.hasPrefix("/") { return path }
        if isPlain, !path.hasPrefix("~"), case .commandLine(let folder) = source {
            return (folder.hasSuffix("/") ? folder : folder + "/") + path
        }
        throw SettingRefusal(
            "\(path.quoted) is not taken. Write an absolute path, one that begins with /.")
    }

    /// A decimal number as JSON writes it. What YAML 1.1 would read otherwise (010, 1_000, 1:30,
    /// 0x1F) is none.
    private static func number(_ scalar: SettingScalar) -> Double? {
        guard !scalar.isText, scalar.text.utf8.count <= 32 else { return nil }
        var rest = scalar.text.utf8[...]
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let whole = rest.prefix(while: Self.isDigit)
        guard !whole.isEmpty, whole.count == 1 || whole.first != UInt8(ascii: "0") else {
            return nil
        }
        rest = rest.dropFirst(whole.count)
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix(while: Self.isDigit)
            guard !fraction.isEmpty else { return nil }
            rest = rest.dropFirst(1 + fraction.count)
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
                rest.removeFirst()
            }
            let power = rest.prefix(while: Self.isDigit)
            guard !power.isEmpty else { return nil }
            rest = rest.dropFirst(power.count)
        }
        guard rest.isEmpty, let number = Double(scalar.text), number.isFinite else { return nil }
        return number
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func hint(_ scalar: SettingScalar) -> String {
        scalar.isText ? ", without quotation marks" : ""
    }
}
