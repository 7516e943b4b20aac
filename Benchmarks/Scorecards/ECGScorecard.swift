import Acquisition
import Biosignals
import ECG
import Foundation
import TestKit

/// The ECG room against people's annotations.
struct ECGScorecard {
    let folder: DataFolder
    private(set) var notFound: [String] = []
    /// Samples seen and seconds spent in the processor alone.
    private var samples = 0
    private var spent = Duration.zero

    init(folder: DataFolder) { self.folder = folder }

    mutating func run() throws {
        try records("ecg/mitdb", title: "MIT-BIH Arrhythmia Database, first channel")
        try noiseStress()
        try plainNumbers()
        guard samples > 0 else { return }
        let nanoseconds =
            Double(spent.components.attoseconds) / 1e9
            + Double(spent.components.seconds) * 1e9
        print(
            String(
                format: "\nprocessor alone: %.1f ns per sample, %d samples",
                nanoseconds / Double(samples), samples))
    }

    private mutating func records(
        _ set: String, title: String, where isWanted: (String) -> Bool = { _ in true },
        scoring part: Range<Seconds>? = nil
    ) throws {
        guard let names = folder.records(of: set, endingIn: ".hea")?.filter(isWanted),
            !names.isEmpty
        else {
            notFound.append(set)
            return
        }
        var table: BeatTable?
        for name in names {
            let path = folder.path(set, name)
            let (signal, rate) = try firstChannel(path)
            guard var reference = Reference(record: path) else { continue }
            if let part {
                reference.excluded.append(-.infinity..<(part.lowerBound.value * rate))
                reference.excluded.append((part.upperBound.value * rate)..<(.infinity))
            }
            var open = table ?? BeatTable(title: title, rate: rate)
            open.add(name, beats: try beats(in: signal, rate: rate), reference: reference)
            table = open
        }
        table?.close()
    }

    /// Real electrode motion from 30 s to 150 s of each record; only that part is scored.
    private mutating func noiseStress() throws {
        for decibels in ["12", "06", "00"] {
            let title = "Noise stress, electrode motion at \(decibels) dB, noisy part"
            try records(
                "ecg/nstdb", title: title, where: { $0.hasSuffix("_em" + decibels) },
                scoring: Seconds(30)..<Seconds(150))
        }
    }

    /// Two minutes each of noise stress record 118 as plain numbers, one a line.
    private mutating func plainNumbers() throws {
        let set = "ecg/heartpy_noisy_118"
        guard let names = folder.records(of: set, endingIn: "_ann.csv") else {
            notFound.append(set)
            return
        }
        var table = BeatTable(title: "Noise stress record 118, two minutes each", rate: 360)
        for name in names {
            let text = try String(contentsOfFile: folder.path(set, name + ".csv"), encoding: .utf8)
            let signal = text.split(whereSeparator: \.isNewline).compactMap { Double($0) }
            guard let reference = Reference(list: folder.path(set, name + "_ann.csv")) else {
                continue
            }
            table.add(name, beats: try beats(in: signal, rate: 360), reference: reference)
        }
        table.close()
    }

    private func firstChannel(_ path: String) throws -> (signal: [Double], rate: Double) {
        let reader = try RecordingReader(opening: path)
        var signal: [Double] = []
        var blocks: [SignalBlock] = []
        while try reader.next(into: &blocks) {
            for block in blocks where block.channel == 0 {
                // These sets have no gaps; one would be held at the last value.
                let missing = max(0, block.start - signal.count)
                signal += repeatElement(signal.last ?? 0, count: missing)
                signal += block.samples
            }
            blocks.removeAll(keepingCapacity: true)
        }
        return (signal, reader.channels.first?.rate.value ?? 0)
    }

    private mutating func beats(in signal: [Double], rate: Double) throws -> [Fiducial] {
        var processor = try ECGProcessor(rate: Hertz(rate))
        var output = ECGOutput()
        spent += ContinuousClock().measure {
            processor.process(signal, into: &output)
            processor.finish(into: &output)
        }
        samples += signal.count
        return output.beats
    }
}
