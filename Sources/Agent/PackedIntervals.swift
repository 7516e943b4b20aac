import Biosignals

/// The NN intervals of one window in four bytes each instead of eighteen, for what is kept a day:
/// times in whole microseconds, finer by far than any board's clock.
struct PackedIntervals: Sendable {
    /// An interval's length, µs, in the lower bits. Its end is that of the one before plus the
    /// length, and the µs, at most one, by which rounding both has missed: joints 0, 1 and 2 say −1,
    /// 0 and 1. Where there was a hole, or the length does not fit, `apart` stands instead, and the
    /// end since the window's start and the length follow in words of their own.
    private enum Word {
        static let lengthMax: UInt32 = (1 << 24) - 1
        static let lengthMaxApart: UInt32 = (1 << 30) - 1
        static let jointShift = 24
        static let apart: UInt32 = 3 << 24
        static let followsPrevious: UInt32 = 1 << 30
        static let isReconstructed: UInt32 = 1 << 31
    }

    private let start: Double
    private let words: [UInt32]

    /// - Parameter start: of the window, seconds; each interval ends within 71 minutes of it and is
    ///   shorter than 17.
    init(_ nn: NNIntervals, start: Double) {
        self.start = start
        var words: [UInt32] = []
        words.reserveCapacity(nn.count + nn.count / 4)
        var endBefore: UInt32 = 0
        for index in 0..<nn.count {
            let end = Self.microseconds(nn.endSeconds[index] - start)
            let length = min(
                Self.microseconds(nn.milliseconds[index] / 1_000), Word.lengthMaxApart)
            var flags: UInt32 = 0
            // What came before the window belongs to another.
            if index > 0 && nn.followsPrevious[index] { flags |= Word.followsPrevious }
            if nn.isReconstructed[index] { flags |= Word.isReconstructed }
            let missed = Int64(end) - Int64(endBefore) - Int64(length)
            if length <= Word.lengthMax, (-1...1).contains(missed) {
                words.append(flags | UInt32(missed + 1) << Word.jointShift | length)
            } else {
                words += [flags | Word.apart, end, length]
            }
            endBefore = end
        }
        // A copy has no room for more.
        self.words = words.withUnsafeBufferPointer { Array($0) }
    }

    func unpack(into nn: inout NNIntervals) {
        var (place, end) = (0, UInt32(0))
        while place < words.count {
            let word = words[place]
            var length = word & Word.lengthMax
            if word & Word.apart == Word.apart {
                (end, length) = (words[place + 1], words[place + 2])
                place += 2
            } else {
                end = end &+ length &+ (word & Word.apart) >> Word.jointShift &- 1
            }
            place += 1
            nn.endSeconds.append(start + Double(end) / 1e6)
            nn.milliseconds.append(Double(length) / 1_000)
            nn.followsPrevious.append(word & Word.followsPrevious != 0)
            nn.isReconstructed.append(word & Word.isReconstructed != 0)
        }
    }

    private static func microseconds(_ seconds: Double) -> UInt32 {
        UInt32(min(max(0, (seconds * 1e6).rounded()), Double(UInt32.max)))
    }
}
