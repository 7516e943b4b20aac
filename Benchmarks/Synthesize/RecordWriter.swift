import Biosignals
import Foundation
import Recordings
import Synthesis

/// Streams a person into one WFDB record: all channels in one file of format 212, beats as
/// annotations with a resolution of 1 ms.
struct RecordWriter {
    /// How a channel becomes 12-bit numbers: stored = value · gain + baseline.
    private struct Scale {
        let gain: Double
        let baseline: Int

        init(_ unit: ChannelUnit) {
            switch unit {
            case .millivolt: (gain, baseline) = (800, 0)  // ± 2.56 mV
            case .microsiemens: (gain, baseline) = (200, -2_048)  // 0 to 20.4 µS
            case .degreesCelsius, .standardGravity, .counts: (gain, baseline) = (1, 0)
            }
        }

        func stored(_ value: Double) -> Int32 {
            Int32(min(max((value * gain).rounded() + Double(baseline), -2_047), 2_047))
        }
    }

    private static let framesPerSecond = 4.0
    private static let ticksPerSecond = 1_000.0

    let recording: SyntheticRecording
    let folder: URL

    /// - Returns: every right answer of the record.
    func write() throws -> SyntheticTruth {
        var source = try SyntheticSource(person: recording.person, rates: recording.rates)
        let scales = source.channels.map { Scale($0.unit) }
        let frame = source.channels.map { Int($0.rate.value / Self.framesPerSecond) }
        var encoder = WFDBSignalFileEncoder(format: .packed12, samplesPerFrame: frame)
        let signals = try open(".dat")
        var truth = SyntheticTruth()
        while let stretch = source.next(seconds: 60) {
            let stored = stretch.blocks.map { block in
                block.samples.map { Optional(scales[block.channel].stored($0)) }
            }
            try signals.write(contentsOf: Data(encoder.encode(stored)))
            truth.append(stretch.truth)
        }
        try signals.write(contentsOf: Data(encoder.finish()))
        try signals.close()
        try save(annotations(truth.beats), ".atr")
        try save(Array(header(source.channels, scales, frame, encoder).text.utf8), ".hea")
        return truth
    }

    private func header(
        _ channels: [Channel], _ scales: [Scale], _ frame: [Int], _ encoder: WFDBSignalFileEncoder
    ) -> WFDBHeader {
        var header = WFDBHeader(
            name: recording.name, rate: Hertz(Self.framesPerSecond), length: encoder.frames)
        if let start = recording.start { header.setStart(start) }
        for (index, channel) in channels.enumerated() {
            var signal = WFDBSignal(
                file: "\(recording.name).dat", format: .packed12, gain: scales[index].gain,
                baseline: scales[index].baseline, unitText: channel.unitText, name: channel.name)
            signal.samplesPerFrame = frame[index]
            signal.adcResolution = 12
            signal.initialValue = Int(encoder.summaries[index].initialValue)
            signal.checksum = Int(encoder.summaries[index].checksum)
            header.signals.append(signal)
        }
        header.comments = [
            "synthetic, seed \(recording.person.seed), made by: swift run -c release --package-path"
                + " Benchmarks synthesize --output datasets --seed \(recording.person.seed)",
            "no person was recorded; the right answers stand in the .atr and .csv files beside"
                + " this",
        ]
        return header
    }

    /// The record counts frames of a quarter second, too coarse for beats: the first annotation
    /// says how many ticks a second the others count.
    private func annotations(_ beats: [SyntheticTruth.Beat]) -> [UInt8] {
        var encoder = WFDBAnnotationEncoder()
        let resolution = WFDBAnnotation(
            time: 0, code: .note, aux: Array("## time resolution: 1000".utf8))
        let marks = beats.map {
            WFDBAnnotation(
                time: Int(($0.seconds * Self.ticksPerSecond).rounded()), code: .normal)
        }
        return encoder.encode([resolution] + marks) + encoder.finish()
    }

    private func open(_ ending: String) throws -> FileHandle {
        let url = folder.appendingPathComponent(recording.name + ending)
        try Data().write(to: url)
        return try FileHandle(forWritingTo: url)
    }

    private func save(_ bytes: [UInt8], _ ending: String) throws {
        try Data(bytes).write(to: folder.appendingPathComponent(recording.name + ending))
    }
}
