/// What is whole of an annotation file that was cut anywhere, of those whose every annotation ends
/// with its channel (`WFDBAnnotationEncoder(endsWithChannel: true)`).
public struct WFDBAnnotationSalvage: Equatable, Sendable {
    /// Bytes of whole annotations: where the end mark belongs.
    public let soundBytes: Int
    /// Whether the end mark stands there and nothing follows it.
    public let isComplete: Bool

    public init(_ bytes: [UInt8]) {
        var place = 0
        var sound = 0
        var end: Int?
        while end == nil, place + 2 <= bytes.count {
            let word = UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8
            let value = Int(word & 0x3FF)
            switch word >> 10 {
            case 0 where value == 0: end = place
            case 59: place += 6
            case 63: place += 2 + value + value % 2
            case 62:
                place += 2
                sound = place
            default: place += 2
            }
        }
        soundBytes = sound
        isComplete = end == sound && bytes.count == sound + 2
    }
}
