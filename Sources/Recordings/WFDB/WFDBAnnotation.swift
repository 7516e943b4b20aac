/// One annotation of a WFDB record: a beat, a rhythm change, a note.
///
/// Source: WFDB Applications Guide, annot(5), and the codes of `ecgcodes.h` described there.
public struct WFDBAnnotation: Equatable, Sendable {
    /// Frame of the record, or tick at the file's time resolution if it gives one.
    public var time: Int
    public var code: WFDBAnnotationCode
    public var subtype: Int8
    public var channel: UInt8
    public var number: Int8
    /// Free text, such as the rhythm `(AFIB`; bytes because no encoding is promised.
    public var aux: [UInt8]

    public init(
        time: Int, code: WFDBAnnotationCode, subtype: Int8 = 0, channel: UInt8 = 0,
        number: Int8 = 0, aux: [UInt8] = []
    ) {
        self.time = time
        self.code = code
        self.subtype = subtype
        self.channel = channel
        self.number = number
        self.aux = aux
    }

    public var auxText: String {
        String(decoding: aux.prefix { $0 != 0 }, as: UTF8.self)
    }
}
