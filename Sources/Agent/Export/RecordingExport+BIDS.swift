import Acquisition
import Biosignals
import EventContract
import Foundation
import Recordings

extension RecordingExport {
    /// `sub-…/ses-…/beh/…_physio.tsv.gz` with its JSON, a file for each rate, and what makes the
    /// folder a data set. A second session may go into the same one. A pause of an hour or more ends a
    /// run.
    mutating func exportBIDS() throws {
        let (sub, ses) = ("sub-\(settings.bidsSubject)", "ses-\(settings.bidsSession)")
        let stem = "\(sub)/\(ses)/beh/\(sub)_\(ses)_task-\(settings.bidsTask)"
        let groups = channelsByRate
        let runs = survey.parts(pauseMin: Self.pauseMin)
        try checkFilling(groups)
        // Every name must be free before the first is taken.
        var open: [BIDSTable] = []
        var events: [ExportFile] = []
        for run in runs.indices {
            let number = runs.count == 1 ? "" : "_run-\(run < 9 ? "0" : "")\(run + 1)"
            for (rate, channels) in groups {
                let label = groups.count == 1 ? "" : "_recording-\(Self.label(rate))"
                let base = destination("\(stem)\(number)\(label)_physio")
                let rows = parts(framesPerSecond: rate.value)[run]
                open.append(
                    BIDSTable(
                        file: try ExportFile(base + ".tsv.gz"),
                        facts: try ExportFile(base + ".json"), rate: rate, channels: channels,
                        rows: rows))
            }
            events.append(try ExportFile(destination("\(stem)\(number)_events.tsv")))
        }
        try writeEvents(events, runs)
        for (rate, channels) in groups {
            var tables = open.filter { $0.rate == rate && $0.channels == channels }
            try writeTables(&tables, rate: rate, channels: channels)
            for table in tables {
                try table.facts.write(try physioFacts(table))
                try finish(table.file)
                try finish(table.facts)
            }
        }
        for file in events { try finish(file) }
        try writeDescription()
    }

    private func checkFilling(_ groups: [(rate: Hertz, channels: [Int])]) throws {
        let cells = groups.reduce(0.0) { sum, group in
            let parts = parts(framesPerSecond: group.rate.value)
            let rows = parts.reduce(0.0) { $0 + Double($1.count) }
            return sum + rows * Double(group.channels.count)
        }
        let present = survey.usedChannels.reduce(0) { $0 + survey.numbers[$1].count }
        try checkFilling(bytes: 4 * cells, share: Double(present) / max(cells, 1))
    }

    private func writeTables(
        _ tables: inout [BIDSTable], rate: Hertz, channels: [Int]
    ) throws {
        guard let frame = RecordFrame(shortestFor: channels.map { _ in rate }) else {
            throw ExportError.notRepresentable(
                recording: path, because: "a rate of \(rate) is no fraction")
        }
        try frames(frame, of: channels) { stretch in
            for index in tables.indices { try tables[index].take(stretch) }
        }
        for index in tables.indices { try tables[index].finish() }
    }

    private func physioFacts(_ table: BIDSTable) throws -> String {
        let columns = table.channels.map { survey.channels[$0] }
        let begin = Double(table.rows.lowerBound) / table.rate.value
        var facts: [String: FactValue] = [
            "SamplingFrequency": .number(table.rate.value), "StartTime": .number(begin),
            "Columns": .texts(columns.map(\.name)),
        ]
        if let start = survey.start?.advanced(by: Seconds(begin)) {
            facts["AcquisitionDateTime"] = .text(
                WireTime(millisecondsSince1970: start.millisecondsSince1970).text)
        }
        for channel in columns {
            facts[channel.name] = .object([
                "Units": channel.statedUnit
            ])
        }
        return try Self.json(facts)
    }

    /// Times count from the beginning of each run.
    private func writeEvents(_ files: [ExportFile], _ runs: [Range<Double>]) throws {
        let findings = try ExportFindings(path, survey, options: options, isStopped: isStopped)
        for file in files { try file.write("onset\tduration\ttrial_type\n") }
        for note in ExportNote.all(survey, findings) {
            let run = runs.lastIndex { $0.lowerBound <= note.seconds } ?? 0
            // The pause between two runs is no event of either.
            if note.kind == .gap, note.seconds >= runs[run].upperBound, run < runs.count - 1 {
                continue
            }
            let onset = ((note.seconds - runs[run].lowerBound) * 1e6).rounded() / 1e6
            let duration = note.duration.map { "\(($0 * 1e6).rounded() / 1e6)" } ?? "0"
            try files[run].write("\(onset)\t\(duration)\t\(note.text.headerText)\n")
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
