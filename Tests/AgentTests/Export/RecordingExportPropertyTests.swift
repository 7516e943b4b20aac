import Acquisition
import Agent
import Biosignals
import Foundation
import Recordings
import TestKit
import Testing

/// Every format that is exported is read back sample for sample: random recordings.
struct RecordingExportPropertyTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func export(
        _ record: RandomRecord, to format: ExportFormat
    ) throws -> ExportOutcome {
        var export = try RecordingExport(
            of: record.path, into: folder.path + "/\(format)" + record.path.suffix(4))
        return try export.run(to: format)
    }

    private struct Content {
        var samples: [String: [Int: Double]] = [:]
        var units: [String: String] = [:]
        var rates: [String: Double] = [:]
        var duration = 0.0
    }

    private func content(_ path: String) throws -> Content {
        let reader = try RecordingReader(opening: path)
        var content = Content()
        for channel in reader.channels {
            content.units[channel.name] = channel.statedUnit
            content.rates[channel.name] = channel.rate.value
        }
        content.duration = reader.duration?.value ?? 0
        var blocks: [SignalBlock] = []
        while try reader.next(into: &blocks) {
            for block in blocks {
                for (offset, value) in block.samples.enumerated() {
                    let name = reader.channels[block.channel].name
                    content.samples[name, default: [:]][block.start + offset] = value
                }
            }
            blocks.removeAll(keepingCapacity: true)
        }
        return content
    }

    /// - Parameter steps: of the channels that were said to be rounded.
    private func expectSame(
        _ found: [String: [Int: Double]], _ record: RandomRecord, told: [String]
    ) {
        #expect(Set(found.keys) == Set(record.samples.keys))
        for (name, expected) in record.samples {
            let own = found[name] ?? [:]
            #expect(Set(own.keys) == Set(expected.keys), "\(name)")
            let reach = expected.values.map(abs).max() ?? 0
            let rounding = told.first { $0.hasPrefix("\(name) is rounded to steps of ") }
            let step = rounding.flatMap { Double($0.split(separator: " ").dropLast().last ?? "") }
            let worst = expected.reduce(0.0) { max($0, abs((own[$1.key] ?? .infinity) - $1.value)) }
            #expect(worst <= (step ?? 0) * 0.5001 + reach * 1e-12, "\(name): \(worst)")
        }
    }

    private func expectSameChannels(_ found: Content, _ original: Content) {
        for name in found.samples.keys {
            #expect(found.units[name] == original.units[name], "\(name)")
            let (own, other) = (found.rates[name] ?? 0, original.rates[name] ?? 0)
            #expect(abs(own / other - 1) < 1e-9, "\(name)")
        }
    }

    /// The record itself is read as it was drawn: so what follows is no comparison of one reader
    /// with itself.
    @Test(arguments: 0..<9)
    func aRandomRecordIsReadAsItWasWritten(_ seed: Int) throws {
        let record = try RandomRecord(seed: seed, in: folder.path)
        expectSame(try content(record.path).samples.filter { !$0.value.isEmpty }, record, told: [])
    }

    @Test(arguments: 0..<18)
    func edfIsReadBack(_ seed: Int) throws {
        let record = try RandomRecord(seed: seed, in: folder.path)
        // The header has eight characters for the ends of a range.
        let reach = record.samples.values.flatMap(\.values).reduce(0) { max($0, abs($1)) }
        guard reach < 9_999_999 else {
            #expect(throws: ExportError.self) { try export(record, to: .edf) }
            return
        }
        let outcome = try export(record, to: .edf)
        let path = try #require(outcome.paths.first)
        let found = try content(path)
        expectSame(found.samples, record, told: outcome.notices)
        expectSameChannels(found, try content(record.path))
        let head = try Data(contentsOf: URL(fileURLWithPath: path)).prefix(256)
        // Of a discontinuous file the header tells the time that was recorded, not that in between.
        guard !String(decoding: head, as: UTF8.self).contains("+D") else { return }
        let slowest = found.rates.values.min() ?? 1
        #expect(abs(found.duration - record.seconds) < 1 / slowest)
    }

    @Test(arguments: 0..<18)
    func wfdbIsReadBack(_ seed: Int) throws {
        let record = try RandomRecord(seed: seed, in: folder.path)
        let outcome = try export(record, to: .wfdb)
        let path = try #require(outcome.paths.last { $0.hasSuffix(".hea") })
        let found = try content(path)
        expectSame(found.samples, record, told: outcome.notices)
        expectSameChannels(found, try content(record.path))
    }

    @Test(arguments: 0..<18)
    func tablesAreReadBack(_ seed: Int) throws {
        let record = try RandomRecord(seed: seed, in: folder.path)
        for (format, ending) in [(ExportFormat.csv, ".csv"), (.bids, "_physio.tsv.gz")] {
            let outcome = try export(record, to: format)
            var found = Content()
            for path in outcome.paths where path.hasSuffix(ending) {
                let table = try content(path)
                found.samples.merge(table.samples) { first, _ in first }
                found.units.merge(table.units) { first, _ in first }
                found.rates.merge(table.rates) { first, _ in first }
            }
            expectSame(found.samples, record, told: [])
            expectSameChannels(found, try content(record.path))
        }
    }

    /// Hours without a sample cost no bytes, and every sample keeps its index.
    @Test(arguments: 0..<3)
    func aLongPauseIsANullSegment(_ seed: Int) throws {
        let record = try RandomRecord(seed: seed, in: folder.path, hasPause: true)
        let outcome = try export(record, to: .wfdb)
        let path = try #require(outcome.paths.last { $0.hasSuffix(".hea") })
        let header = try String(contentsOfFile: path, encoding: .utf8)
        #expect(header.contains("/4 ") && header.contains("\n~ "), "\(header)")
        let found = try content(path)
        expectSame(found.samples, record, told: outcome.notices)
        let bytes = try outcome.paths.reduce(0) {
            $0 + (try Data(contentsOf: URL(fileURLWithPath: $1)).count)
        }
        let original = try Data(contentsOf: URL(fileURLWithPath: record.path + ".dat")).count
        #expect(bytes < original / 5)
    }

    @Test func aLongPauseEndsARun() throws {
        let record = try RandomRecord(seed: 0, in: folder.path, hasPause: true)
        let outcome = try export(record, to: .bids)
        var found: [String: [Int: Double]] = [:]
        for run in ["run-01", "run-02"] {
            for path in outcome.paths where path.contains(run) && path.hasSuffix(".tsv.gz") {
                let facts = try JSONSerialization.jsonObject(
                    with: Data(
                        contentsOf: URL(fileURLWithPath: path.replacing(".tsv.gz", with: ".json"))))
                let object = try #require(facts as? [String: Any])
                let start = try #require((object["StartTime"] as? NSNumber)?.doubleValue)
                let rate = try #require((object["SamplingFrequency"] as? NSNumber)?.doubleValue)
                #expect(run == "run-01" ? start == 0 : start > 3_600)
                for (name, samples) in try content(path).samples {
                    for (index, value) in samples {
                        found[name, default: [:]][index + Int((start * rate).rounded())] = value
                    }
                }
            }
            #expect(outcome.paths.contains { $0.hasSuffix("\(run)_events.tsv") })
        }
        expectSame(found, record, told: [])
    }
}
