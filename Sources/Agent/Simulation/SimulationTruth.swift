import Biosignals

/// The files that say what a simulated board truly sent, and what truly happened in the body.
///
/// `--truth`: the samples of each frame that was written whole, before any damage, by the board's
/// clock; a row for each instant. `--beats`: every event, sent or not, by the same clock.
final class SimulationTruth {
    private let samples: LineFile?
    private let events: LineFile?
    private var table: SampleTable
    private let clockFactor: Double

    /// No frame's samples are older than this before its last one.
    private static let frameSecondsMax = 0.2

    init(
        channels: [Channel], clockFactor: Double, truthPath: String?, beatsPath: String?
    ) throws(SimulationError) {
        let table = SampleTable(channels: channels)
        self.table = table
        self.clockFactor = clockFactor
        if let truthPath {
            samples = try LineFile(path: truthPath, header: table.header)
        } else {
            samples = nil
        }
        if let beatsPath {
            events = try LineFile(path: beatsPath, header: "time_s,fiducial,value,unit\n")
        } else {
            events = nil
        }
    }

    var wantsEvents: Bool { events != nil }

    func append(_ blocks: [SignalBlock], due: Double) throws(SimulationError) {
        guard let samples else { return }
        var text = table.append(blocks)
        text += table.rows(before: due - Self.frameSecondsMax)
        try samples.append(text, at: due)
    }

    func append(_ events: [BodyEvents.Event], due: Double) throws(SimulationError) {
        guard let file = self.events, !events.isEmpty else { return }
        var text = ""
        for event in events {
            let value = event.value.map { "\($0)" } ?? ""
            text += "\(event.seconds * clockFactor),\(event.kind.rawValue),\(value),\(event.unit)\n"
        }
        try file.append(text, at: due)
    }

    func close() throws(SimulationError) {
        if let samples {
            try samples.append(table.finish(), at: 0)
            try samples.close()
        }
        try events?.close()
    }
}
