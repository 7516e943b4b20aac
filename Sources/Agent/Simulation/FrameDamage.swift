/// What became of the bytes of one frame. Of the frames that were sent:
/// `made + movedIn − dropped − lostInBursts − torn − movedOut = sent`.
struct FrameDamage: Equatable, Sendable {
    var made = 0
    var dropped = 0
    var lostInBursts = 0
    var torn = 0
    /// Bytes sent behind the next frame, and bytes of the frame before that came behind this one.
    var movedOut = 0
    var movedIn = 0
    var flippedBits = 0

    var sent: Int { made + movedIn - dropped - lostInBursts - torn - movedOut }
}
