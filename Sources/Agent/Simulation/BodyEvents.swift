import Synthesis

/// What truly happened in a synthetic body, in seconds of the host's clock since the start.
struct BodyEvents: Equatable, Sendable {
    struct Event: Equatable, Sendable {
        /// Spelled like the fiducial that a detector is to find there.
        enum Kind: String, Sendable { case rPeak, pulseFoot, scrOnset, inhaleOnset }

        let seconds: Double
        let kind: Kind
        /// RR interval in ms, or amplitude in µS.
        let value: Double?

        var unit: String {
            switch kind {
            case .rPeak: "ms"
            case .scrOnset: "uS"
            case .pulseFoot, .inhaleOnset: ""
            }
        }
    }

    /// In order of time.
    var events: [Event] = []

    mutating func append(_ truth: SyntheticTruth) {
        var new = truth.beats.map {
            Event(seconds: $0.seconds, kind: .rPeak, value: $0.rrMilliseconds)
        }
        new += truth.pulses.map { Event(seconds: $0.footSeconds, kind: .pulseFoot, value: nil) }
        new += truth.scrs.map {
            Event(seconds: $0.onsetSeconds, kind: .scrOnset, value: $0.amplitudeMicrosiemens)
        }
        new += truth.breathSeconds.map { Event(seconds: $0, kind: .inhaleOnset, value: nil) }
        events += new.sorted { $0.seconds < $1.seconds }
    }

    /// Takes out what happened before an instant.
    mutating func take(before seconds: Double) -> [Event] {
        let past = events.prefix { $0.seconds < seconds }
        defer { events.removeFirst(past.count) }
        return Array(past)
    }
}
