import Biosignals
import Biosignals
import DeviceProtocols

/// What a simulated board made, and what became of it. Nothing is counted twice:
///
/// `framesMade = framesSent + framesUnheard + framesSilenced + framesOverflowed + framesDiscarded
/// + framesWaiting`, and of the frames sent `bytesMade + bytesMovedIn − bytesDropped −
/// bytesLostInBursts − bytesTorn − bytesMovedOut = bytesSent`.
public struct SimulationStatistics: Equatable, Sendable, Encodable {
    public internal(set) var board: String
    /// Frames whose time had come.
    public internal(set) var framesMade = 0
    /// Written to the terminal, whole; what faults left of them.
    public internal(set) var framesSent = 0
    /// Made while nobody had the terminal open, or the stream was off, or it was unplugged.
    public internal(set) var framesUnheard = 0
    /// Made and not sent because silence was asked for.
    public internal(set) var framesSilenced = 0
    /// Dropped because the host did not read and the board's memory was full.
    public internal(set) var framesOverflowed = 0
    /// Still in the board's memory when the host closed, or was unplugged.
    public internal(set) var framesDiscarded = 0
    /// In the board's memory now.
    public internal(set) var framesWaiting = 0
    /// For each channel, of the frames sent: by the channel's name.
    public internal(set) var samplesSent: [String: Int] = [:]

    /// Of the frames sent, before any fault.
    public internal(set) var bytesMade = 0
    public internal(set) var bytesSent = 0
    public internal(set) var bytesDropped = 0
    public internal(set) var bytesLostInBursts = 0
    public internal(set) var bytesTorn = 0
    public internal(set) var bytesMovedOut = 0
    public internal(set) var bytesMovedIn = 0
    public internal(set) var bitsFlipped = 0
    /// Frames of those sent that faults changed.
    public internal(set) var framesDamaged = 0
    /// Of a frame that the host's closing cut in two; not in `bytesSent`.
    public internal(set) var bytesOfCutFrames = 0
    /// Text that is no frame; not in `bytesSent`.
    public internal(set) var bytesOfBanners = 0
    /// The host's own, sent back; not in `bytesSent`.
    public internal(set) var bytesEchoed = 0
    /// Sent, and lying unread when the host closed or was unplugged.
    public internal(set) var bytesUnread = 0

    /// Written by the host to the data terminal, and to the control terminal.
    public internal(set) var bytesFromHost = 0
    public internal(set) var bytesToControl = 0
    public internal(set) var openings = 0
    public internal(set) var unplugs = 0

    init(board: Board) { self.board = board.rawValue }

    mutating func count(sent frame: BoardFrame, channels: [String]) {
        framesSent += 1
        let damage = frame.damage
        bytesMade += damage.made
        bytesSent += frame.bytes.count
        bytesDropped += damage.dropped
        bytesLostInBursts += damage.lostInBursts
        bytesTorn += damage.torn
        bytesMovedOut += damage.movedOut
        bytesMovedIn += damage.movedIn
        bitsFlipped += damage.flippedBits
        if damage != FrameDamage(made: damage.made) { framesDamaged += 1 }
        for block in frame.samples {
            samplesSent[channels[block.channel], default: 0] += block.samples.count
        }
    }

    /// One line for people.
    public var text: String {
        var parts = ["\(board): \(framesSent) of \(framesMade) frames sent (\(bytesSent) bytes)"]
        func add(_ count: Int, _ what: String) { if count > 0 { parts.append("\(count) \(what)") } }
        add(framesUnheard, "with nobody listening")
        add(framesSilenced, "silenced")
        add(framesOverflowed, "dropped because the host did not read")
        add(framesDiscarded + framesWaiting, "left over at a close")
        add(framesDamaged, "damaged")
        add(bytesDropped, "bytes dropped")
        add(bytesLostInBursts, "bytes lost in bursts")
        add(bytesTorn, "bytes torn off")
        add(bytesMovedOut, "bytes sent late")
        add(bitsFlipped, "bits flipped")
        add(bytesUnread, "bytes never read")
        add(bytesFromHost, "bytes written by the host")
        add(openings, openings == 1 ? "opening" : "openings")
        add(unplugs, unplugs == 1 ? "unplug" : "unplugs")
        return parts.joined(separator: ", ") + "."
    }
}
