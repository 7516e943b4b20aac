import Biosignals
import Foundation
import Storage
import TestKit
import Testing

/// What a reader that is not ours makes of a recording: Python's wfdb.
@Suite struct RecordPythonTests {
    private let folder = TemporaryFolder()
    private let channels = RecordSignals.healthypi5

    private static let script = """
        import json, sys, wfdb
        record = wfdb.rdrecord(sys.argv[1], physical=False, smooth_frames=False)
        physical = wfdb.rdrecord(sys.argv[1], smooth_frames=False)
        notes = wfdb.rdann(sys.argv[1], 'atr')
        print(json.dumps({
            'names': record.sig_name, 'units': record.units, 'rate': record.fs,
            'samples': record.samps_per_frame, 'start': record.base_datetime.isoformat(),
            'counts': [[int(v) for v in signal] for signal in record.e_d_signal],
            'missing': [[i for i, v in enumerate(signal) if v != v]
                        for signal in physical.e_p_signal],
            'ecg': [v for v in physical.e_p_signal[0][:9]],
            'times': [int(v) for v in notes.sample], 'ticks': float(notes.fs),
            'symbols': notes.symbol, 'texts': notes.aux_note,
            'channels': [int(v) for v in notes.chan]}))
        """

    private struct Told: Decodable {
        let names: [String]
        let units: [String]
        let rate: Double
        let samples: [Int]
        let start: String
        let counts: [[Int32]]
        let missing: [[Int]]
        let ecg: [Double]
        let times: [Int]
        let ticks: Double
        let symbols: [String]
        let texts: [String]
        let channels: [Int]
    }

    private func told(_ record: String) throws -> Told {
        let python = packageRoot() + "/.tools/venv/bin/python"
        try #require(
            FileManager.default.isExecutableFile(atPath: python),
            "No Python with wfdb at \(python). Run: make tools")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["-c", Self.script, folder.path + "/" + record]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return try JSONDecoder().decode(Told.self, from: output)
    }

    private func record(finishing: Bool) throws {
        let recorder = try SignalRecorder(
            folder: folder.path, name: "healthypi5", channels: channels,
            start: RecordSignals.start, comments: ["firmware 2.0.4"])
        for second in [0..<2.0, 2..<4, 6..<8, 38..<41, 41..<45] {
            _ = recorder.append(RecordSignals.blocks(channels, second))
        }
        // Late and out of order, as detectors are.
        _ = recorder.append([
            RecordAnnotation(seconds: 39.5, kind: .beat, channel: 0),
            RecordAnnotation(seconds: 1.5, kind: .beat, channel: 0),
            RecordAnnotation(seconds: 4, kind: .gap(.unplugged, 2)),
            RecordAnnotation(seconds: 7, kind: .mark(3)),
            RecordAnnotation(seconds: 7.25, kind: .leadOff, channel: 0),
            RecordAnnotation(seconds: 1.75, kind: .beat, channel: 2),
            RecordAnnotation(seconds: 44, kind: .beat, channel: 0),
        ])
        _ = recorder.sync()
        if finishing { _ = recorder.finish() }
    }

    /// 45 s at 128 Hz; missing are seconds 4 to 6 and 8 to 38.
    private func expectWhole(_ told: Told, until end: Int) {
        #expect(told.names == ["ecg", "resp", "ppg_ir", "temp"])
        #expect(told.units == ["mV", "counts", "counts", "degC"])
        #expect(told.rate == 64 && told.samples == [2, 2, 1, 1])
        #expect(told.start == "2026-11-21T08:00:00.123000")
        let missing = Array(512..<768) + Array(1_024..<4_864)
        #expect(
            told.missing == [missing, missing]
                + [2, 2].map { half in
                    Array((512 / half)..<(768 / half)) + Array((1_024 / half)..<(4_864 / half))
                })
        for (channel, counts) in told.counts.enumerated() {
            let rate = Int(channels[channel].rate.value)
            #expect(counts.count == end * rate / 64)
            let gone = Set(told.missing[channel])
            let wrong = counts.indices.first { index in
                !gone.contains(index) && counts[index] != RecordSignals.count(channel, index)
            }
            #expect(wrong == nil, "channel \(channel)")
        }
        for (index, value) in told.ecg.enumerated() {
            let expected = RecordSignals.value(channels[0], RecordSignals.count(0, index))
            #expect(abs(value - expected) <= 1e-12 * abs(expected))
        }
    }

    @Test func wfdbReadsTheSame() throws {
        try record(finishing: true)
        let told = try told("healthypi5")
        expectWhole(told, until: 45 * 64)
        // Seconds times 128.
        #expect(told.ticks == 128)
        #expect(told.times == [192, 224, 512, 896, 928, 5_056, 5_632])
        #expect(told.symbols == ["N", "N", "\"", "\"", "~", "N", "N"])
        #expect(told.texts == ["", "", "GAP unplugged 2.0 s", "MARK 3", "LEAD OFF", "", ""])
        #expect(told.channels == [0, 2, 0, 0, 0, 0, 0])
    }

    /// As it stands when the process is killed now.
    @Test func wfdbReadsAnUnfinishedRecord() throws {
        try record(finishing: false)
        let unfinished = try told("healthypi5")
        expectWhole(unfinished, until: 45 * 64)
        // Those of the last 5 s could still be overtaken.
        #expect(unfinished.times == [192, 224, 512, 896, 928, 5_056])
        #expect(recoverRecordings(in: folder.path).records.map(\.frames) == [45 * 64])
        let recovered = try told("healthypi5")
        expectWhole(recovered, until: 45 * 64)
        #expect(recovered.times == unfinished.times)
    }
}
