/// When a figure of the device's own is told: when it changes, at most once a second, and once a
/// minute while it stays.
struct OpenViewVitalTeller: Sendable {
    private static let secondsMin = 1.0
    private static let secondsMax = 60.0

    let vital: OpenViewVital
    private let framesMin: Int
    private let framesMax: Int
    private var last: UInt8?
    private var toldAt = 0

    init(_ vital: OpenViewVital, rate: Double) {
        self.vital = vital
        framesMin = Int((Self.secondsMin * rate).rounded(.up))
        framesMax = Int((Self.secondsMax * rate).rounded(.up))
    }

    /// Whether the value in a frame is to be told.
    @inline(__always)
    mutating func tells(_ value: UInt8, at frame: Int) -> Bool {
        if value == last, frame - toldAt < framesMax { return false }
        return considers(value, at: frame)
    }

    private mutating func considers(_ value: UInt8, at frame: Int) -> Bool {
        guard vital.values.contains(value), value != vital.never || vital.never == 0 else {
            return false
        }
        if last != nil, frame - toldAt < framesMin { return false }
        last = value
        toldAt = frame
        return true
    }
}
