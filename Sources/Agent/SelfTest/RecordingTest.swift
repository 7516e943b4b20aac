import Acquisition
import Biosignals
import Foundation

/// The recordings that come with the project, against the references that lie beside them.
struct RecordingTest {
    private struct Kind {
        let suffix: String
        let source: BeatSource
    }

    /// Nobody annotated the real recordings: beside them lie the votes of five published detectors.
    private static let kinds = [
        Kind(suffix: "beats", source: .ecg), Kind(suffix: "pulses", source: .ppg),
    ]
    private static let window: Seconds = 0.150
    /// In 22 seconds one beat at the edge is two per cent; the synthetic person walks for an hour.
    private static let f1Min = 95.0
    /// A hand that shakes: the five detectors do not agree with each other either.
    private static let untold: Set = ["ppg_plux_motion_30s"]

    let folder: String?

    func section() throws -> SelfTestReport.Section {
        var section = SelfTestReport.Section(
            name: "bundled recordings",
            about: "Beats and pulses of real people against the votes of five published detectors, "
                + "and of a synthetic one against the truth; nothing left out, 150 ms", checks: [])
        guard let folder, case let names = fileNames(in: folder), !names.isEmpty else {
            section.missing =
                "the bundled recordings are not here: name their folder with --recordings"
            return section
        }
        for name in names {
            for kind in Self.kinds {
                let path = "\(folder)/\(name)/\(name)"
                guard let reference = Self.reference(path + ".\(kind.suffix).csv") else { continue }
                section.checks += try checks(name, path, kind, reference)
            }
        }
        if section.checks.isEmpty {
            section.missing = "no recording with a reference lies in the folder"
        }
        return section
    }

    private func checks(
        _ name: String, _ path: String, _ kind: Kind, _ reference: Reference
    ) throws -> [SelfTestReport.Check] {
        let isRecord = FileManager.default.fileExists(atPath: path + ".hea")
        let found = try ChannelAnalysis<FoundBeat>(
            beatsOf: isRecord ? path : path + ".csv", source: kind.source)
        let rate = found.channel.rate.value
        let match = BeatMatch(
            reference: reference.isInSamples
                ? reference.places.map { $0 / rate } : reference.places,
            test: found.findings.map(\.seconds), window: Self.window.value)
        return [
            .init("\(name), \(kind.suffix)", unit: "1", found: Double(reference.places.count)),
            .init("\(name), Se", unit: "%", found: match.sensitivity),
            .init("\(name), +P", unit: "%", found: match.positivePredictivity),
            .init(
                "\(name), F1", unit: "%", expected: 100, found: match.f1,
                allowed: Self.untold.contains(name) ? nil : Self.f1Min...100),
        ]
    }

    /// The first column of a file: samples of the recording, or seconds.
    private struct Reference {
        let places: [Double]
        let isInSamples: Bool
    }

    /// Nil without such a file.
    private static func reference(_ path: String) -> Reference? {
        var bytes: [UInt8] = []
        guard (try? readBytes(of: path) { bytes += $0 }) != nil else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        guard let header = lines.first else { return nil }
        let places = lines.dropFirst().compactMap { line in
            line.split(separator: ",").first.flatMap { Double($0) }
        }
        return Reference(places: places, isInSamples: header.hasPrefix("sample"))
    }
}
