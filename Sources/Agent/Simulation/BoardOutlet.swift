import Biosignals
import Acquisition
import Biosignals
import DeviceProtocols

/// A board's memory and its terminal: takes frames, hands them to whoever reads, and counts.
///
/// The kernel keeps at most 4,095 bytes for a host that does not read, then the board's own memory
/// fills, then whole frames are dropped, the oldest are kept.
struct BoardOutlet {
    private(set) var statistics: SimulationStatistics
    private let ringBytes: Int
    private let channelNames: [String]

    private var frames: [BoardFrame] = []
    private var bytesWaiting = 0
    /// Bytes of the first waiting frame that have been written.
    private var written = 0
    /// What the kernel takes before its buffer must be looked at again.
    private var room = 0
    private var lastSent: Int?

    init(model: BoardModel) {
        statistics = SimulationStatistics(board: model.profile.board)
        ringBytes = model.ringBytes
        channelNames = model.profile.channels.map(\.name)
    }

    var isEmpty: Bool { frames.isEmpty }

    /// - Parameter isHeard: somebody has the terminal open, and the stream is on.
    mutating func offer(_ frame: BoardFrame, isHeard: Bool) {
        statistics.framesMade += 1
        if frame.isSilenced {
            statistics.framesSilenced += 1
        } else if !isHeard {
            statistics.framesUnheard += 1
        } else if bytesWaiting + frame.bytes.count > ringBytes {
            statistics.framesOverflowed += 1
        } else {
            frames.append(frame)
            bytesWaiting += frame.bytes.count
            statistics.framesWaiting += 1
        }
    }

    /// Writes what the host has room for; gives back the frames that are now sent, whole.
    mutating func pump(into terminal: PseudoTerminal) -> [BoardFrame] {
        var sent: [BoardFrame] = []
        while let frame = frames.first, write(frame, into: terminal) {
            frames.removeFirst()
            written = 0
            bytesWaiting -= frame.bytes.count
            statistics.framesWaiting -= 1
            statistics.count(sent: frame, channels: channelNames)
            sent.append(followed(frame))
        }
        return sent
    }

    /// - Returns: whether all of it has been written.
    private mutating func write(_ frame: BoardFrame, into terminal: PseudoTerminal) -> Bool {
        let rest = frame.bytes[written...]
        guard !rest.isEmpty else { return true }
        if room < rest.count {
            room = PseudoTerminal.queueBytesMax - (terminal.unreadByteCount ?? 0)
        }
        // Frames stay in one piece while the host keeps up.
        guard room >= min(rest.count, PseudoTerminal.queueBytesMax) else { return false }
        let count = terminal.write(rest)
        written += count
        room -= count
        return count == rest.count
    }

    /// A sample that only repeats one of the frame before is none if that frame was not sent.
    private mutating func followed(_ frame: BoardFrame) -> BoardFrame {
        defer { lastSent = frame.number }
        guard let repeated = frame.repeated, lastSent != frame.number - 1 else { return frame }
        return frame.without(channel: repeated)
    }

    mutating func sendBanner(_ text: [UInt8], into terminal: PseudoTerminal) {
        statistics.bytesOfBanners += terminal.write(text[...])
        room = 0
    }

    /// What the host wrote to the data port; `echoes` sends it back.
    mutating func receive(_ bytes: [UInt8], echoes: PseudoTerminal?) {
        statistics.bytesFromHost += bytes.count
        guard let echoes else { return }
        let count = echoes.write(bytes[...])
        statistics.bytesEchoed += count
        room -= count
    }

    mutating func receiveControl(_ count: Int) { statistics.bytesToControl += count }

    mutating func opened() {
        statistics.openings += 1
        room = 0
        lastSent = nil
    }

    /// The host has closed it: what waited is for nobody.
    mutating func closed(_ terminal: PseudoTerminal) {
        statistics.bytesUnread += terminal.reset()
        discard()
    }

    mutating func unplugged(_ terminal: PseudoTerminal, counts: Bool = true) {
        if terminal.isOpen { statistics.bytesUnread += terminal.unreadByteCount ?? 0 }
        discard()
        if counts { statistics.unplugs += 1 }
    }

    private mutating func discard() {
        statistics.framesDiscarded += frames.count
        statistics.framesWaiting = 0
        statistics.bytesOfCutFrames += written
        frames.removeAll()
        (bytesWaiting, written) = (0, 0)
    }
}

extension BoardFrame {
    fileprivate func without(channel: Int) -> BoardFrame {
        BoardFrame(
            number: number, due: due, bytes: bytes,
            samples: samples.filter { $0.channel != channel },
            damage: damage, isSilenced: isSilenced, repeated: repeated,
            beginsBurst: beginsBurst)
    }
}
