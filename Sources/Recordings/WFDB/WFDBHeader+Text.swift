import Biosignals

extension WFDBHeader {
    /// The text of the `.hea` file, lines ended by LF.
    ///
    /// Source: WFDB Applications Guide, header(5).
    public var text: String {
        var lines = [recordLine]
        lines += segments.map { "\($0.name ?? "~") \($0.length)" }
        if segments.isEmpty { lines += signals.map(\.headerLine) }
        lines += comments.map { "# \($0)" }
        return lines.joined(separator: "\n") + "\n"
    }

    private var recordLine: String {
        let count = segments.isEmpty ? "" : "/\(segments.count)"
        var frequency = rate.value.shortText
        if let counterRate {
            frequency += "/\(counterRate.shortText)"
            if let baseCounter { frequency += "(\(baseCounter.shortText))" }
        }
        var line = "\(name)\(count) \(signals.count) \(frequency) \(length ?? 0)"
        if let time = baseTimeMilliseconds {
            line += " \(Self.clock(time))"
            if let date = baseDate {
                line += " \(pad(date.day, 2))/\(pad(date.month, 2))/\(pad(date.year, 4))"
            }
        }
        return line
    }

    private static func clock(_ milliseconds: Int64) -> String {
        let seconds = milliseconds / 1_000
        let text = "\(pad(seconds / 3_600, 2)):\(pad(seconds / 60 % 60, 2)):\(pad(seconds % 60, 2))"
        let fraction = milliseconds % 1_000
        return fraction == 0 ? text : "\(text).\(pad(fraction, 3))"
    }
}

extension WFDBSignal {
    fileprivate var headerLine: String {
        var line = "\(file) \(format.rawValue)"
        if samplesPerFrame != 1 { line += "x\(samplesPerFrame)" }
        if skew != 0 { line += ":\(skew)" }
        if byteOffset != 0 { line += "+\(byteOffset)" }
        guard let gain else { return line }
        line += " \(gain.shortText)(\(baseline))/\(unitText)"
        line += " \(adcResolution ?? 0) \(adcZero) \(initialValue ?? 0) \(checksum ?? 0)"
        return line + " \(blockSize) \(name)"
    }
}

private func pad(_ value: some BinaryInteger, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(width - digits.count, 0)) + digits
}

extension Double {
    /// Without a decimal point where the number is whole.
    var shortText: String {
        self == rounded() && abs(self) < 1e15 ? String(Int64(self)) : String(self)
    }
}
