import Biosignals

extension EDFHeader {
    /// The header's bytes.
    ///
    /// The dates stand there as EDF+ wants them, with four digits for the year among the recording's
    /// text; `Startdate X` where no start is known.
    var bytes: [UInt8] {
        let start = startTexts
        var bytes =
            format == .edf
            ? EDFText.bytes("0", width: 8) : [0xFF] + EDFText.bytes("BIOSEMI", width: 7)
        func append(_ text: String, _ width: Int) { bytes += EDFText.bytes(text, width: width) }
        append(patient, 80)
        append("Startdate \(start.long) \(recording)", 80)
        append(start.short, 8)
        append(start.clock, 8)
        append("\(byteCount)", 8)
        append(reservedText, 44)
        append("\(recordCount ?? -1)", 8)
        append(recordDuration.text, 8)
        append("\(signals.count)", 4)
        for signal in signals { append(signal.label, 16) }
        for signal in signals { append(signal.transducer, 80) }
        for signal in signals { append(signal.dimension, 8) }
        for signal in signals { append(signal.physicalMin?.text ?? "", 8) }
        for signal in signals { append(signal.physicalMax?.text ?? "", 8) }
        for signal in signals { append(signal.digitalMin.map(String.init) ?? "", 8) }
        for signal in signals { append(signal.digitalMax.map(String.init) ?? "", 8) }
        for signal in signals { append(signal.prefilter, 80) }
        for signal in signals { append("\(signal.samplesPerRecord)", 8) }
        for signal in signals { append(signal.reserved, 32) }
        return bytes
    }

    private var reservedText: String {
        switch continuity {
        case .plain: format == .edf ? "" : "24BIT"
        case .continuous: "\(format.name)+C"
        case .discontinuous: "\(format.name)+D"
        }
    }

    private var startTexts: (short: String, long: String, clock: String) {
        let unknown = (short: "01.01.85", long: "X", clock: "00.00.00")
        let day: Int64 = 86_400
        guard let start else { return unknown }
        let milliseconds = start.millisecondsSince1970
        let fraction = (milliseconds % 1_000 + 1_000) % 1_000
        let seconds = (milliseconds - fraction) / 1_000
        let ofDay = ((seconds % day) + day) % day
        guard let date = CalendarDate(daysSince1970: (seconds - ofDay) / day) else {
            return unknown
        }
        func two(_ value: some BinaryInteger) -> String { value < 10 ? "0\(value)" : "\(value)" }
        // Beyond 2084 the short form says yy; the long one is right for every year.
        let year = (1_985...2_084).contains(date.year) ? two(date.year % 100) : "yy"
        return (
            short: "\(two(date.day)).\(two(date.month)).\(year)",
            long: "\(two(date.day))-\(Self.months[date.month - 1])-\(date.year)",
            clock: "\(two(ofDay / 3_600)).\(two(ofDay / 60 % 60)).\(two(ofDay % 60))"
        )
    }
}

extension EDFSignal {
    /// Minimum and maximum that say `scale` as exactly as eight characters allow, for stored numbers
    /// within `used`; what they cannot say is noted beside them.
    mutating func setScale(
        _ scale: DigitalScale, used: ClosedRange<Int32>, format: EDFFormat
    ) -> Bool {
        func physical(_ digital: Int) -> Double { (Double(digital) - scale.baseline) / scale.gain }
        /// The end of the range whose physical value is short enough to be written exactly.
        func end(_ candidates: StrideThrough<Int>) -> (digital: Int, physical: EDFDecimal)? {
            var best: (digital: Int, physical: EDFDecimal, error: Double)?
            for digital in candidates.prefix(20_000) {
                let wanted = physical(digital)
                guard let text = EDFDecimal(nearestTo: wanted, width: 8) else { continue }
                let error = abs(text.value - wanted)
                if error < (best?.error ?? .infinity) { best = (digital, text, error) }
                if error == 0 { break }
            }
            return best.map { (digital: $0.digital, physical: $0.physical) }
        }
        let (least, most) = (Int(format.range.lowerBound), Int(format.range.upperBound))
        let (lowest, highest) = (Int(used.lowerBound), Int(used.upperBound))
        // As wide as the format allows; of a gain whose ends do not fit, as wide as is used.
        let low =
            end(stride(from: least, through: lowest, by: 1))
            ?? end(stride(from: lowest, through: least, by: -1))
        let high =
            end(stride(from: most, through: highest, by: -1))
            ?? end(stride(from: highest, through: most, by: 1))
        guard let low, let high, low.physical != high.physical, low.digital < high.digital
        else { return false }
        (digitalMin, physicalMin) = (low.digital, low.physical)
        (digitalMax, physicalMax) = (high.digital, high.physical)
        if self.scale != scale { setExactScale(scale) }
        return true
    }
}
