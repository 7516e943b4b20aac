import Biosignals
import Recordings

/// One record of a recorded folder, one piece ahead, so that the folder's records stay in step.
struct RecordedPart {
    private(set) var source: WFDBSource
    /// For each of its channels the index in the folder.
    private let places: [Int]
    /// For each of its channels the samples of the session before its first.
    private let samplesBefore: [Int]
    private let rates: [Double]
    private var held: [SignalBlock] = []
    private var error: AcquisitionError?
    private var hasEnded = false
    /// Second of the session at which what it gives next begins.
    private(set) var position = 0.0

    init(_ source: WFDBSource, places: [Int], samplesBefore: [Int]) {
        self.source = source
        self.places = places
        self.samplesBefore = samplesBefore
        rates = source.channels.map(\.rate.value)
    }

    var isExhausted: Bool { hasEnded && held.isEmpty && error == nil }

    mutating func fill() {
        while held.isEmpty, error == nil, !hasEnded {
            var blocks: [SignalBlock] = []
            do {
                hasEnded = try !source.next(into: &blocks)
            } catch {
                self.error = error
                hasEnded = true
            }
            held = blocks.map { block in
                SignalBlock(
                    channel: places[block.channel],
                    start: block.start + samplesBefore[block.channel], samples: block.samples)
            }
            let begins = blocks.map { block in
                Double(block.start + samplesBefore[block.channel]) / rates[block.channel]
            }
            if let first = begins.min() { position = first }
        }
    }

    mutating func take() throws(AcquisitionError) -> [SignalBlock] {
        if held.isEmpty, let error {
            self.error = nil
            throw error
        }
        defer { held = [] }
        return held
    }
}
