import Acquisition
import Biosignals
import EventContract
import Foundation
import Recordings
import Reports

extension RecordingExport {
    /// A table for each rate: `time_s` and a column per channel with its unit, a row for each
    /// instant with a sample; beside it the exact rate and the start.
    mutating func exportCSV() throws {
        let groups = channelsByRate
        for (rate, channels) in groups {
            let base = groups.count == 1 ? name : "\(name)_\(Self.label(rate))"
            let sidecar = try ExportFile(destination(base + ".json"))
            let file = try ExportFile(destination(base + ".csv"))
            var table = SampleTable(channels: channels.map { survey.channels[$0] })
            try file.write(table.header)
            if channels.allSatisfy({ survey.gaps[$0].first?.lowerBound == 0 }) {
                // Sample 0 has its row even where nothing was recorded yet.
                try file.write("0" + String(repeating: ",", count: channels.count) + "\n")
            }
            var place = [Int: Int]()
            for (index, channel) in channels.enumerated() { place[channel] = index }
            let reader = try RecordingReader(opening: path, options: options)
            var blocks: [SignalBlock] = []
            while true {
                let ending = reader.step(into: &blocks, isStopped: isStopped)
                if ending == .stopped { throw ExportError.stopped }
                guard ending == nil else { break }
                let own = blocks.compactMap { block in
                    place[block.channel].map {
                        SignalBlock(channel: $0, start: block.start, samples: block.samples)
                    }
                }
                try file.write(table.append(own))
            }
            try file.write(table.finish())
            try sidecar.write(
                Self.json(SidecarFacts(rate: rate.value, start: startText)))
            try finish(sidecar)
            try finish(file)
        }
    }

    /// One interval a line in ms, as Kubios, EliteHRV and GoldenCheetah read them.
    mutating func exportRR() throws {
        let file = try ExportFile(destination(name + "_rr.txt"))
        let findings = try ExportFindings(path, survey, options: options, isStopped: isStopped)
        guard let beats = findings.beats else { throw ExportError.noBeats(recording: path) }
        guard beats.findings.count > 1 else {
            throw ExportError.tooFewBeats(recording: path, found: beats.findings.count)
        }
        let intervals = beats.intervals()
        let breaks = intervals.followsPrevious.dropFirst().count { !$0 }
        if breaks > 0 {
            tell(
                "\(Text.count(breaks, "interruption")): the interval over each is left out, those around it "
                    + "follow each other in the file")
        }
        tell("every beat found is in the series: no ectopic beat or artefact is taken out")
        if findings.beatSource == .ppg { tell("the intervals are pulse to pulse, from a PPG") }
        for interval in intervals.milliseconds {
            try file.write(Self.thousandths(interval) + "\n")
        }
        try finish(file)
    }

    /// Microseconds are finer than any beat's time is known.
    private static func thousandths(_ value: Double) -> String {
        let whole = Int((value * 1_000).rounded())
        let fraction = String(whole % 1_000 + 1_000).dropFirst()
        return "\(whole / 1_000).\(fraction)"
    }

    static func label(_ rate: Hertz) -> String {
        let text =
            rate.value == rate.value.rounded() ? "\(Int(rate.value))" : "\(rate.value)"
        return text.replacing(".", with: "p") + "Hz"
    }

    var startText: String? {
        survey.start.map {
            WireTime(millisecondsSince1970: $0.millisecondsSince1970).text
        }
    }

    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }

    private struct SidecarFacts: Encodable {
        let rate: Double
        let start: String?

        /// As BIDS spells them.
        private enum CodingKeys: String, CodingKey {
            case rate = "SamplingFrequency"
            case start = "StartTime"
        }
    }
}
