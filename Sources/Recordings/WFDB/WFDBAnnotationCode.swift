/// The kind of a WFDB annotation, 1…49.
///
/// Source: WFDB Applications Guide, annot(5) and "Annotation codes".
public struct WFDBAnnotationCode: Hashable, Sendable {
    public let rawValue: UInt8

    /// Nil outside 1…49.
    public init?(rawValue: UInt8) {
        guard (1...49).contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    private init(_ known: UInt8) { rawValue = known }

    public static let normal = WFDBAnnotationCode(1)
    public static let prematureVentricular = WFDBAnnotationCode(5)
    public static let unknownBeat = WFDBAnnotationCode(13)
    public static let signalQuality = WFDBAnnotationCode(14)
    public static let artifact = WFDBAnnotationCode(16)
    public static let note = WFDBAnnotationCode(22)
    public static let rhythm = WFDBAnnotationCode(28)

    /// The one-character symbol that people and tools write; nil for codes without one.
    public var symbol: Character? {
        let symbol = Self.symbols[Int(rawValue)]
        return symbol == " " ? nil : symbol
    }

    /// Nil if no code has this symbol.
    public init?(symbol: Character) {
        guard symbol != " ", let index = Self.symbols.firstIndex(of: symbol) else { return nil }
        self.init(UInt8(index))
    }

    /// Whether the annotation marks a QRS complex: codes 1…13, 25, 30, 34, 35, 38 and 41.
    public var isBeat: Bool {
        switch rawValue {
        case 1...13, 25, 30, 34, 35, 38, 41: true
        default: false
        }
    }

    private static let symbols = Array(" NLRaVFJASEj/Q~ | sT*D\"=pB^t+u?![]en@xf()r        ")
}
