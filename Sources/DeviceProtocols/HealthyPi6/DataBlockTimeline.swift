import Biosignals

/// Where each block's samples stand, from the device's own numbers: its sequence counts blocks of
/// all channels together, its uptime says of which channel one is missing.
///
/// A channel's samples are counted; the uptime only decides how many whole blocks lie between one
/// block and the next. So the jitter of a time stamp, and the drift between the processor's clock
/// and the converter's, do not move a sample.
struct DataBlockTimeline: Sendable {
    /// ECG with respiration, or PPG: samples that share a block, and so are missing together.
    struct Family: Sendable {
        let rate: Hertz
        /// Index of the next sample.
        var end = 0
        /// Uptime at which it is due; nil before the first block since the device began.
        var due: Double?
        var hasSamples = false

        /// Of `count` samples.
        func milliseconds(_ count: Int) -> Double { Double(count) * 1_000 / rate.value }
    }

    /// What a sequence number says about the block before.
    enum Step: Equatable {
        case first, next
        /// So many blocks are missing in between.
        case missing(UInt32)
        /// The very block again.
        case again
        /// The device, or its stream, began anew.
        case anew
    }

    private(set) var families: [Family]
    /// Seconds of the decoder's time line at `originMilliseconds` of uptime.
    private var originSeconds = 0.0
    private var originMilliseconds: UInt64 = 0
    private var last: (sequence: UInt32, milliseconds: UInt64, channel: UInt8)?

    /// After a restart nobody knows how long it took: so much stands for it, that no filter and no
    /// interval crosses it.
    static let restartSeconds = 0.064
    /// A longer jump of the uptime is no loss but another stream.
    private static let jumpMillisecondsMax = 7 * 86_400_000.0

    init(rates: [Hertz]) { families = rates.map { Family(rate: $0) } }

    /// Takes note of a block's numbers. To be asked once of each block, in the stream's order.
    mutating func step(_ header: DataBlockHeader) -> Step {
        defer { last = (header.sequence, header.milliseconds, header.channel) }
        guard let last else { return .first }
        let ahead = Int32(bitPattern: header.sequence &- last.sequence)
        switch ahead {
        case 1: return .next
        case 2...: return .missing(UInt32(ahead - 1))
        case 0
        where header.milliseconds == last.milliseconds && header.channel == last.channel:
            return .again
        default: return .anew
        }
    }

    /// The first samples since the device began were taken at this uptime.
    mutating func begin(at milliseconds: UInt64) {
        originMilliseconds = milliseconds
        let ends = families.filter(\.hasSamples).map { Double($0.end) / $0.rate.value }
        originSeconds = ends.max().map { $0 + Self.restartSeconds } ?? 0
        for index in families.indices { families[index].due = nil }
    }

    /// Places a block of `count` samples.
    ///
    /// - Returns: the index of its first sample. What lies between the samples before and it is
    ///   missing.
    mutating func place(_ family: Int, at milliseconds: UInt64, count: Int) -> Int {
        let time = Double(milliseconds)
        var start = families[family].end
        if let due = families[family].due {
            let late = time - due
            let batch = families[family].milliseconds(count)
            let batches = (late / batch).rounded()
            if batches >= 1, late < Self.jumpMillisecondsMax { start += Int(batches) * count }
        } else {
            let position = seconds(at: milliseconds) * families[family].rate.value
            start = max(start, Int(position.rounded()))
        }
        families[family].end = start + count
        families[family].due = time + families[family].milliseconds(count)
        families[family].hasSamples = true
        return start
    }

    /// Seconds of the decoder's time line at an uptime.
    func seconds(at milliseconds: UInt64) -> Double {
        let time = Double(milliseconds)
        for family in families {
            guard let due = family.due else { continue }
            let position = Double(family.end) / family.rate.value
            return max(0, position + Self.bounded(time - due) / 1_000)
        }
        return max(0, originSeconds + Self.bounded(time - Double(originMilliseconds)) / 1_000)
    }

    private static func bounded(_ milliseconds: Double) -> Double {
        max(-jumpMillisecondsMax, min(jumpMillisecondsMax, milliseconds))
    }
}
