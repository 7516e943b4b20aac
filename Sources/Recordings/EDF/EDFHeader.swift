public import Biosignals

/// The header of an EDF, EDF+, BDF or BDF+ file.
///
/// Source: Kemp et al. (1992), doi:10.1016/0013-4694(92)90009-7; EDF+: Kemp & Olivan (2003),
/// doi:10.1016/S1388-2457(03)00123-8; BDF as BioSemi describes it: 24 bits a sample.
public struct EDFHeader: Equatable, Sendable {
    /// Whether and how the file says that its data records follow each other.
    public enum Continuity: Sendable {
        /// EDF or BDF without the plus: one after the other.
        case plain
        case continuous
        /// Each record says when it begins.
        case discontinuous
    }

    public var format: EDFFormat
    public var continuity: Continuity
    public var patient = "X X X X"
    public var recording = ""
    /// Whole seconds; a fraction stands in the first data record. Nil if the header's date or time
    /// is none.
    public var start: UTCTime?
    /// Data records promised; nil where the header does not say.
    public var recordCount: Int?
    var recordDuration: EDFDecimal
    public var signals: [EDFSignal]
    /// What is odd about it and was read nevertheless, for people.
    public var notices: [String] = []

    init(
        format: EDFFormat, continuity: Continuity, recordDuration: EDFDecimal,
        signals: [EDFSignal]
    ) {
        self.format = format
        self.continuity = continuity
        self.recordDuration = recordDuration
        self.signals = signals
    }

    public static let fixedBytes = 256
    static let signalsMax = 4_096

    /// Bytes of the whole header, as it must be for so many signals.
    public var byteCount: Int { Self.fixedBytes * (signals.count + 1) }

    /// Bytes of one data record.
    public var recordBytes: Int {
        format.sampleBytes * signals.reduce(0) { $0 + $1.samplesPerRecord }
    }

    /// Seconds that one data record lasts.
    public var recordSeconds: Double { recordDuration.value }

    /// Samples a second of one signal, rounded once.
    func rate(of signal: EDFSignal) -> Double {
        Double(signal.samplesPerRecord) * powerOfTen(recordDuration.decimals)
            / Double(recordDuration.mantissa)
    }

    /// What a reader must fetch before it can parse the header: the bytes of the whole, from the
    /// first 256; nil if these give no number of signals.
    public static func byteCount(firstBytes: [UInt8]) -> Int? {
        guard firstBytes.count >= fixedBytes,
            let count = Int(EDFText.field(firstBytes[252..<256])), (0...signalsMax).contains(count)
        else { return nil }
        return fixedBytes * (count + 1)
    }

    /// Whether a file is EDF or BDF, judged by its first 256 bytes.
    public static func looksLikeEDF(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= fixedBytes else { return false }
        if bytes[0] == 0xFF { return Array(bytes[1..<8]) == Array("BIOSEMI".utf8) }
        // A text file that begins with 0 has no such numbers at such places.
        return EDFText.field(bytes[0..<8]) == "0"
            && Int(EDFText.field(bytes[184..<192])) != nil
            && Int(EDFText.field(bytes[252..<256])) != nil
    }
}
