/// A decimal number as an EDF header writes it, kept exact: `mantissa / 10^decimals`.
struct EDFDecimal: Equatable, Sendable {
    let mantissa: Int
    let decimals: Int

    init(mantissa: Int, decimals: Int = 0) {
        self.mantissa = mantissa
        self.decimals = decimals
    }

    /// Nil for everything but a number. A comma counts as the decimal point, as some writers put it,
    /// and an exponent is understood although the format has none.
    init?(_ text: String) {
        var digits = text.trimmed.lowercased()
        var exponent = 0
        if let mark = digits.firstIndex(of: "e") {
            guard let power = Int(digits[digits.index(after: mark)...]), abs(power) <= 12 else {
                return nil
            }
            exponent = power
            digits = String(digits[..<mark])
        }
        let isNegative = digits.hasPrefix("-")
        if isNegative || digits.hasPrefix("+") { digits.removeFirst() }
        let parts = digits.split(
            maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { ".,".contains($0) })
        let whole = parts[0]
        let fraction = parts.count > 1 ? parts[1] : ""
        let all = String(whole) + fraction
        guard !all.isEmpty, all.utf8.count <= 15, all.utf8.allSatisfy({ $0 &- 48 < 10 }),
            var value = Int(all)
        else { return nil }
        var places = fraction.count - exponent
        while places < 0 {
            let (next, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            value = next
            places += 1
        }
        mantissa = isNegative ? -value : value
        decimals = places
    }

    /// The number nearest to `value` that fits `width` characters; nil if it is too large for them.
    init?(nearestTo value: Double, width: Int) {
        guard value.isFinite, abs(value) < 1e15 else { return nil }
        for places in stride(from: width - 1, through: 0, by: -1) {
            let scaled = (value * powerOfTen(places)).rounded()
            guard abs(scaled) < 9e15 else { continue }
            let candidate = EDFDecimal(mantissa: Int(scaled), decimals: places).shortened
            if candidate.text.utf8.count <= width {
                self = candidate
                return
            }
        }
        return nil
    }

    var value: Double { Double(mantissa) / powerOfTen(decimals) }

    /// The same number without zeros at its end.
    var shortened: EDFDecimal {
        var (short, places) = (mantissa, decimals)
        while places > 0, short % 10 == 0 {
            short /= 10
            places -= 1
        }
        return EDFDecimal(mantissa: short, decimals: places)
    }

    /// Without exponent, as the format wants it.
    var text: String {
        guard decimals > 0 else { return String(mantissa) }
        let digits = String(mantissa.magnitude)
        let padded = String(repeating: "0", count: max(decimals + 1 - digits.count, 0)) + digits
        let point = padded.index(padded.endIndex, offsetBy: -decimals)
        return (mantissa < 0 ? "-" : "") + padded[..<point] + "." + padded[point...]
    }

    /// The mantissa at `places` decimals; nil if that is fewer than it has, or too long.
    func mantissa(at places: Int) -> Int? {
        guard places >= decimals else { return nil }
        var scaled = mantissa
        for _ in decimals..<places {
            let (next, overflow) = scaled.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            scaled = next
        }
        return scaled
    }
}

func powerOfTen(_ exponent: Int) -> Double {
    (0..<max(exponent, 0)).reduce(1.0) { power, _ in power * 10 }
}
