extension WFDBSignal {
    /// Reads one signal line.
    init(_ line: WFDBFieldReader, index: Int) throws(RecordingError) {
        var line = line
        let file = try line.next("signal file name")
        try line.checkFileName(file)
        self.init(file: file, format: .null, name: "")
        try readFormat(try line.next("signal format"), line)
        let gainField = line.nextOptional()
        adcResolution = try line.nextInt("ADC resolution", in: 0...64, default: 0)
        if adcResolution == 0 { adcResolution = nil }
        let values = -4_294_967_296...4_294_967_296
        adcZero = try line.nextInt("ADC zero", in: values, default: 0)
        baseline = adcZero
        initialValue = try line.nextIntIfPresent("initial value", in: values)
        checksum = try line.nextIntIfPresent("checksum", in: values)
        blockSize = try line.nextInt("block size", in: 0...1_000_000_000, default: 0)
        let description = line.rest()
        name = description.isEmpty ? "signal \(index + 1)" : description
        if let gainField { try readGain(gainField, line) }
    }

    /// `format[xN][:skew][+offset]`
    private mutating func readFormat(
        _ field: String, _ line: WFDBFieldReader
    ) throws(RecordingError) {
        let digits = field.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty else {
            throw line.invalid("signal format", field, "a number such as 16 or 212")
        }
        guard let code = Int(digits), let format = WFDBSignalFormat(rawValue: code) else {
            throw line.error(.formatUnsupported(String(digits)))
        }
        self.format = format
        var rest = field.dropFirst(digits.count)
        while let mark = rest.first {
            let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
            switch mark {
            case "x":
                samplesPerFrame = try line.int(
                    String(digits), "number of samples per frame",
                    in: 1...WFDBHeader.frameSamplesMax)
            case ":":
                skew = try line.int(String(digits), "skew", in: 0...1_000_000_000)
            case "+":
                byteOffset = try line.int(
                    String(digits), "byte offset", in: 0...1_000_000_000_000_000)
            default:
                throw line.invalid("signal format", field, "as in 212x2:10+512")
            }
            rest = rest.dropFirst(digits.count + 1)
        }
    }

    /// `gain[(baseline)][/units]`
    private mutating func readGain(
        _ field: String, _ line: WFDBFieldReader
    ) throws(RecordingError) {
        let (front, units) = field.cut(at: "/")
        if let units, !units.isEmpty { unitText = units }
        let (gainText, base) = front.cut(at: "(")
        guard let value = Double(decimal: gainText) else {
            throw line.invalid("gain", gainText, "a number")
        }
        guard value != 0 else { throw line.error(.gainIsZero(signal: name)) }
        guard (1e-12...1e15).contains(abs(value)) else {
            throw line.invalid("gain", gainText, "between 1e-12 and 1e15")
        }
        gain = value
        guard let base else { return }
        guard base.hasSuffix(")") else {
            throw line.invalid("baseline", base, "a whole number in parentheses")
        }
        baseline = try line.int(
            String(base.dropLast()), "baseline", in: -4_294_967_296...4_294_967_296)
    }
}
