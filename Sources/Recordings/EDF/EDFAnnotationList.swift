/// The time-stamped annotation lists (TAL) of one data record.
///
/// Source: EDF+, Kemp & Olivan (2003), doi:10.1016/S1388-2457(03)00123-8, section 2.2.2.
struct EDFAnnotationList: Equatable {
    /// When the record begins, seconds since the header's start: the onset of the first list.
    private(set) var recordOnset: Double?
    private(set) var annotations: [EDFAnnotation] = []
    /// Lists that could not be read.
    private(set) var damaged = 0

    /// - Parameter isFirst: whether this is the record's first annotation signal, whose first list
    ///   keeps the time.
    init(parsing bytes: some Sequence<UInt8>, isFirst: Bool = true) {
        var isTimekeeping = isFirst
        for list in Array(bytes).split(separator: 0) {
            guard let end = list.firstIndex(of: 20) else {
                damaged += 1
                continue
            }
            let head = list[..<end].split(
                separator: 21, maxSplits: 1, omittingEmptySubsequences: false)
            let sign = head[0].first
            guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
                let onset = Double(decimal: String(decoding: head[0], as: UTF8.self))
            else {
                damaged += 1
                continue
            }
            if isTimekeeping {
                recordOnset = onset
                isTimekeeping = false
            }
            let duration =
                head.count > 1
                ? Double(decimal: String(decoding: head[1], as: UTF8.self)).flatMap {
                    $0 >= 0 ? $0 : nil
                } : nil
            for text in list[(end + 1)...].split(separator: 20) {
                annotations.append(
                    EDFAnnotation(
                        onset: onset, duration: duration,
                        text: String(decoding: text, as: UTF8.self)))
            }
        }
    }

    /// The list that keeps a record's time.
    static func timekeeping(_ onset: EDFDecimal) -> [UInt8] {
        Array(signed(onset).utf8) + [20, 20, 0]
    }

    /// One annotation as bytes; control characters in its text become spaces.
    static func bytes(_ annotation: EDFAnnotation) -> [UInt8] {
        var bytes = Array(signed(decimal(annotation.onset)).utf8)
        if let duration = annotation.duration {
            bytes.append(21)
            bytes += Array(decimal(max(duration, 0)).text.utf8)
        }
        bytes.append(20)
        bytes += Array(annotation.text.headerText.prefix(utf8: 512))
        return bytes + [20, 0]
    }

    private static func signed(_ onset: EDFDecimal) -> String {
        onset.mantissa < 0 ? onset.text : "+" + onset.text
    }

    /// To the microsecond.
    private static func decimal(_ seconds: Double) -> EDFDecimal {
        let scaled = (max(-1e12, min(1e12, seconds)) * 1e6 / 1_000).rounded() * 1_000
        // Beyond a year the last digits of a Double are no time any more.
        let micro = abs(seconds) < 3e7 ? (seconds * 1e6).rounded() : scaled
        return EDFDecimal(mantissa: Int(micro), decimals: 6).shortened
    }
}
