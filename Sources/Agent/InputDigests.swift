import Biosignals
import Trust

/// SHA-256 of the primary channel's digital values: one for each measuring window, one for the
/// bout that lasts. Samples wait here until the minute they belong to has been judged.
struct InputDigests: Sendable {
    private let rate: Double
    private let scale: DigitalScale
    private var pending: [Int32] = []
    private var pendingStart = 0
    private var window = Digest()
    private var bout: Digest?
    private var boutStart: Double?
    /// Digest and end of the measuring windows that a trend may rest on.
    private(set) var windows: [(end: Double, digest: String)] = []

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

    /// Takes the samples before `seconds` into the window's digest and into the bout's.
    ///
    /// - Parameter boutStart: start of the bout that lasts after this minute, if one does.
    mutating func advance(to seconds: Double, boutStart: Double?) {
        let values = take(before: Int((seconds * rate).rounded(.up)))
        window.update(littleEndian: values)
        if boutStart != self.boutStart {
            self.boutStart = boutStart
            bout = boutStart == nil ? nil : Digest()
        }
        bout?.update(littleEndian: values)
    }

    mutating func endWindow(at seconds: Double, keep horizon: Double) {
        let text = "sha256:" + window.hexadecimal
        window = Digest()
        windows.append((seconds, text))
        windows.removeAll { $0.end < seconds - horizon }
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
