import Biosignals
import Trust

/// SHA-256 of a channel's digital values: one for each minute, one for each measuring window, one for
/// the bout that lasts. Samples wait here until the minute they belong to has been judged.
struct InputDigests: Sendable {
    private let rate: Double
    private let scale: DigitalScale
    private var pending: [Int32] = []
    private var pendingStart = 0
    private var window = Digest()
    private var bout: Digest?
    private var boutStart: Double?
    /// The digest as the numbers it is: fourteen hours of them as text are 2 MB.
    private struct Part: Sendable {
        let seconds: Range<Double>
        private let words: (UInt64, UInt64, UInt64, UInt64)

        init(seconds: Range<Double>, digest: Digest) {
            self.seconds = seconds
            let digits = Array(digest.hexadecimal.utf8)
            func word(_ index: Int) -> UInt64 {
                let text = String(decoding: digits[index * 16..<index * 16 + 16], as: UTF8.self)
                return UInt64(text, radix: 16) ?? 0
            }
            words = (word(0), word(1), word(2), word(3))
        }

        var digest: String {
            [words.0, words.1, words.2, words.3].reduce(into: "sha256:") { text, word in
                let digits = String(word, radix: 16)
                text += String(repeating: "0", count: 16 - digits.count) + digits
            }
        }
    }

    /// Measuring windows and minutes that a claim may rest on, in order.
    private var windows: [Part] = []
    private var minutes: [Part] = []

    init(channel: Channel) {
        rate = channel.rate.value
        scale = channel.scale
    }

    mutating func append(_ block: SignalBlock) {
        if pending.isEmpty { pendingStart = block.start }
        // A gap makes the pending run end early; what is missing has no value to hash.
        if block.start != pendingStart + pending.count {
            runs.append((pendingStart, pending))
            pending = []
            pendingStart = block.start
        }
        pending.reserveCapacity(pending.count + block.samples.count)
        for sample in block.samples { pending.append(scale.digital(sample)) }
    }

    private var runs: [(start: Int, values: [Int32])] = []

    /// Takes the samples before a minute's end into its digest, the window's and the bout's.
    ///
    /// - Parameter boutStart: start of the bout that lasts after this minute, if one does.
    mutating func advance(over minute: Range<Double>, boutStart: Double?) {
        let values = take(before: Int((minute.upperBound * rate).rounded(.up)))
        var digest = Digest()
        digest.update(littleEndian: values)
        minutes.append(Part(seconds: minute, digest: digest))
        window.update(littleEndian: values)
        if boutStart != self.boutStart {
            self.boutStart = boutStart
            bout = boutStart == nil ? nil : Digest()
        }
        bout?.update(littleEndian: values)
    }

    mutating func endWindow(_ seconds: Range<Double>, keep horizon: Double) {
        windows.append(Part(seconds: seconds, digest: window))
        window = Digest()
        let oldest = seconds.upperBound - horizon
        windows.removeAll { $0.seconds.upperBound < oldest }
        minutes.removeAll { $0.seconds.upperBound < oldest }
    }

    /// What covers a claim's window: the measuring windows within it, and the minutes besides.
    func covering(_ window: Range<Double>) -> [String] {
        func isInside(_ part: Part) -> Bool {
            part.seconds.lowerBound >= window.lowerBound - 1e-6
                && part.seconds.upperBound <= window.upperBound + 1e-6
        }
        let whole = windows.filter(isInside)
        let single = minutes.filter { minute in
            isInside(minute) && !whole.contains { $0.seconds.overlaps(minute.seconds) }
        }
        return (whole + single).sorted { $0.seconds.lowerBound < $1.seconds.lowerBound }
            .map(\.digest)
    }

    var boutDigest: String? { bout.map { "sha256:" + $0.hexadecimal } }

    private mutating func take(before index: Int) -> [Int32] {
        var taken: [Int32] = []
        while let run = runs.first, run.start < index {
            let count = min(run.values.count, index - run.start)
            taken += run.values.prefix(count)
            if count == run.values.count {
                runs.removeFirst()
            } else {
                runs[0] = (run.start + count, Array(run.values.dropFirst(count)))
                return taken
            }
        }
        let count = max(0, min(pending.count, index - pendingStart))
        taken += pending.prefix(count)
        pending.removeFirst(count)
        pendingStart += count
        return taken
    }
}
