import Acquisition
import Biosignals
import Foundation
import Recordings

extension RecordingExport {
    /// `sub-…/ses-…/beh/…_physio.tsv.gz` with its JSON, a file for each rate, and what makes the
    /// folder a data set. A second session may go into the same one.
    mutating func exportBIDS() throws {
        try checkLength()
        let (sub, ses) = ("sub-\(settings.bidsSubject)", "ses-\(settings.bidsSession)")
        let stem = "\(sub)_\(ses)_task-\(settings.bidsTask)"
        let place = "\(sub)/\(ses)/beh/"
        let groups = channelsByRate
        // Every name must be free before the first is taken.
        var open: [(rate: Hertz, channels: [Int], table: ExportFile, facts: ExportFile)] = []
        for (rate, channels) in groups {
            let label = groups.count == 1 ? "" : "_recording-\(Self.label(rate))"
            let base = destination("\(place)\(stem)\(label)_physio")
            open.append(
                (rate, channels, try ExportFile(base + ".tsv.gz"), try ExportFile(base + ".json"))
            )
        }
        let events = try ExportFile(destination("\(place)\(stem)_events.tsv"))
        try writeEvents(events)
        for part in open {
            try writeTable(part.table, rate: part.rate, channels: part.channels)
            try part.facts.write(try physioFacts(rate: part.rate, channels: part.channels))
            try finish(part.table)
            try finish(part.facts)
        }
        try finish(events)
        try writeDescription()
    }

    private func writeTable(_ file: ExportFile, rate: Hertz, channels: [Int]) throws {
        guard let frame = RecordFrame(shortestFor: channels.map { _ in rate }) else {
            throw ExportError.notRepresentable(
                recording: path, because: "a rate of \(rate) is no fraction")
        }
        let gzip = GzipEncoder()
        let missing =
            repeatElement("n/a", count: channels.count).joined(separator: "\t") + "\n"
        var next = 0
        try frames(frame, of: channels) { stretch in
            while next < stretch.firstFrame {
                let count = min(4_096, stretch.firstFrame - next)
                let rows = String(repeating: missing, count: count)
                try file.write(gzip.encode(Array(rows.utf8)))
                next += count
            }
            var text = ""
            for row in 0..<stretch.count {
                for lane in stretch.samples.indices {
                    let value = stretch.samples[lane][row]
                    if lane > 0 { text += "\t" }
                    text += value.isNaN ? "n/a" : SampleTable.number(value)
                }
                text += "\n"
            }
            next += stretch.count
            try file.write(gzip.encode(Array(text.utf8)))
        }
        try file.write(gzip.finish())
    }

    private func physioFacts(rate: Hertz, channels: [Int]) throws -> String {
        let columns = channels.map { survey.channels[$0] }
        var facts: [String: FactValue] = [
            "SamplingFrequency": .number(rate.value), "StartTime": .number(0),
            "Columns": .texts(columns.map(\.name)),
        ]
        if let startText { facts["AcquisitionDateTime"] = .text(startText) }
        for channel in columns {
            facts[channel.name] = .object([
                "Units": channel.statedUnit
            ])
        }
        return try Self.json(facts)
    }

    private func writeEvents(_ file: ExportFile) throws {
        let findings = try ExportFindings(path, survey, options: options, isStopped: isStopped)
        try file.write("onset\tduration\ttrial_type\n")
        for note in ExportNote.all(survey, findings) {
            let onset = (note.seconds * 1e6).rounded() / 1e6
            let duration = note.duration.map { "\(($0 * 1e6).rounded() / 1e6)" } ?? "0"
            try file.write("\(onset)\t\(duration)\t\(note.text.headerText)\n")
        }
    }

    private mutating func writeDescription() throws {
        let files: [(name: String, text: String)] = [
            (
                "dataset_description.json",
                try Self.json([
                    "Name": FactValue.text("Recordings exported by healthypi-agent"),
                    "BIDSVersion": .text("1.10.0"), "DatasetType": .text("raw"),
                    "GeneratedBy": .objects([
                        ["Name": "healthypi-agent", "Version": AgentVersion.text]
                    ]),
                ])
            ),
            (
                "README",
                "Physiological recordings, exported by healthypi-agent. Missing samples are n/a; "
                    + "events are what the agent found.\n"
            ),
        ]
        for (name, text) in files {
            // A data set that is there keeps its own.
            do throws(ExportError) { try ExportFile.check(destination(name)) } catch { continue }
            let file = try ExportFile(destination(name))
            try file.write(text)
            try finish(file)
        }
    }

    private enum FactValue: Encodable {
        case number(Double)
        case text(String)
        case texts([String])
        case object([String: String])
        case objects([[String: String]])

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .number(let value): try container.encode(value)
            case .text(let value): try container.encode(value)
            case .texts(let value): try container.encode(value)
            case .object(let value): try container.encode(value)
            case .objects(let value): try container.encode(value)
            }
        }
    }
}
