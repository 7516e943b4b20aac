import Biosignals
import DSP
import PPG

/// Red and infrared of one session, sample by sample side by side, and what oximetry makes of them.
///
/// The lights may come in blocks of any length, one after the other; what comes out does not depend
/// on it.
struct Oximeter: Sendable {
    let red: Int
    let infrared: Int
    private let rate: Hertz
    private var oximetry: PulseOximetry?
    /// Samples that the other light has not reached yet.
    private var waiting: (red: [Double], infrared: [Double]) = ([], [])
    /// Where the unbroken run of both lights began, and samples of it that were handed on.
    private var origin: Int?
    private var count = 0
    private var pulses = PPGOutput()
    private(set) var readings: [(seconds: Double, reading: OximetryReading)] = []

    /// A pulse is known this long after its peak, the first ones too.
    private static let knownAfter: Seconds = 4
    private static let readingEvery: Seconds = 5
    private static let aloneMax: Seconds = 600

    /// Nil unless two channels of one rate call themselves red and infrared.
    init?(channels: [Channel], from first: Int) {
        func index(_ names: [String]) -> Int? {
            channels[first...].firstIndex { channel in
                let words = channel.name.lowercased().split { !$0.isLetter }
                return channel.role == .ppg && words.contains { names.contains(String($0)) }
            }
        }
        guard let red = index(["red"]), let infrared = index(["ir", "infrared"]),
            channels[red].rate == channels[infrared].rate
        else { return nil }
        self.red = red
        self.infrared = infrared
        rate = channels[red].rate
    }

    mutating func append(_ block: SignalBlock) {
        guard block.channel == red || block.channel == infrared else { return }
        let lead = block.channel == red ? waiting.red.count : waiting.infrared.count
        let expected = origin.map { $0 + count + lead }
        if expected.map({ block.start > $0 }) ?? true { begin(at: block.start) }
        // What lies before a gap of the other light has nobody to stand beside.
        if let expected, block.start < expected { return }
        if block.channel == red {
            waiting.red += block.samples
        } else {
            waiting.infrared += block.samples
        }
        advance()
        // One light without the other says nothing.
        if Double(max(waiting.red.count, waiting.infrared.count)) > Self.aloneMax.value * rate.value
        {
            waiting = ([], [])
            origin = nil
        }
    }

    /// - Parameter start: of the session, sample at which the run of these pulses began.
    mutating func append(_ found: PPGOutput, from start: Int) {
        guard let origin else { return }
        let shift = Double(start - origin)
        for (pulse, foot) in zip(found.pulses, found.feet) where foot.position + shift >= 0 {
            var (pulse, foot) = (pulse, foot)
            pulse.position += shift
            foot.position += shift
            pulses.pulses.append(pulse)
            pulses.feet.append(foot)
        }
    }

    mutating func removeAll(before seconds: Double) {
        readings.removeAll { $0.seconds < seconds }
    }

    /// Behind a gap both lights begin anew, at the later one's first sample.
    private mutating func begin(at start: Int) {
        waiting = ([], [])
        origin = start
        count = 0
        pulses.removeAll()
        oximetry = try? PulseOximetry(rate: rate)
    }

    private mutating func advance() {
        let ready = min(waiting.red.count, waiting.infrared.count)
        guard ready > 0, let origin else { return }
        let every = max(1, Int(rate.value))
        var taken = 0
        while taken < ready {
            // In steps that end where they would have ended anyway.
            let step = min(ready - taken, every - count % every)
            oximetry?.process(
                red: Array(waiting.red[taken..<(taken + step)]),
                infrared: Array(waiting.infrared[taken..<(taken + step)]))
            taken += step
            count += step
            guard count % every == 0 else { continue }
            handOverPulses()
            if count % (every * Int(Self.readingEvery.value)) == 0, let oximetry {
                readings.append((Double(origin + count) / rate.value, oximetry.reading))
            }
        }
        waiting.red.removeFirst(taken)
        waiting.infrared.removeFirst(taken)
    }

    private mutating func handOverPulses() {
        let limit = Double(count) - Self.knownAfter.value * rate.value
        let known = pulses.pulses.prefix { $0.position <= limit }.count
        guard known > 0 else { return }
        var due = PPGOutput()
        due.pulses = Array(pulses.pulses[..<known])
        due.feet = Array(pulses.feet[..<known])
        oximetry?.process(due)
        pulses.pulses.removeFirst(known)
        pulses.feet.removeFirst(known)
    }
}
