public import DeviceProtocols

/// What a port's identity claims to be, and how to treat it until its bytes have shown what it is.
///
/// A claim is never proof: ids are shared, reused and copied. It decides only how carefully a port
/// is opened and how long it is listened to.
public struct BoardClaim: Equatable, Sendable {
    public enum Strength: Int, Comparable, Sendable {
        /// Nothing speaks for a board of ours: open it only when the user names it.
        case none
        /// An id that many unrelated devices carry.
        case shared
        /// An id that the vendor's tools or documents give to this board, not seen in its firmware.
        case documented
        /// The id stands in the firmware of this board, and in no other we know of.
        case firmware

        public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
    }

    /// For people: what such a device usually is.
    public let name: String
    public let strength: Strength
    /// Those that such a port may turn out to be, the likeliest first; empty: any.
    public let boards: [Board]
    public let lineRule: LineRule
    public let writeRule: WriteRule
    /// To be tried in this order; one entry where the device ignores it.
    public let baudRates: [BaudRate]
    /// How long to listen at one speed before its bytes are judged: a boot banner included.
    public let patience: Duration
    /// How long bytes are thrown away after opening: what a board had stored before anyone listened.
    public let settling: Duration

    /// Whether `--device auto` opens such a port to listen.
    public var isWorthListening: Bool { strength > .none }
}
