import Acquisition
import Foundation
import Recordings

/// What is known of one record: its beats, and stretches that are not scored.
struct Reference {
    var beats: [Double]
    var excluded: [Range<Double>] = []

    /// What people wrote down: `NAME.beats.csv` (and `NAME.exclude.csv`), else `NAME.atr`.
    init?(record: String) {
        if let table = NumberTable(record + ".beats.csv") {
            beats = table.column(0)
            excluded = NumberTable(record + ".exclude.csv")?.ranges ?? []
        } else if let file = try? readAnnotations(path: record + ".atr") {
            beats = []
            var flutter: Double?
            for annotation in file.annotations {
                let place = Double(annotation.time)
                let symbol = annotation.code.symbol
                if annotation.code.isBeat { beats.append(place) }
                if symbol == "[" { flutter = place }
                if symbol == "]", let start = flutter, start < place {
                    excluded.append(start..<place)
                    flutter = nil
                }
            }
        } else {
            return nil
        }
    }

    /// A vote of detectors, its disputed stretches left out.
    init?(vote record: String) {
        guard let table = NumberTable(record + ".ecg_beats_consensus.csv") else { return nil }
        beats = table.column(0)
        excluded = NumberTable(record + ".uncertain.csv")?.ranges ?? []
    }

    init(beats: [Double], excluded: [Range<Double>] = []) {
        self.beats = beats
        self.excluded = excluded
    }

    /// Only what lies in `part`, in samples, is scored.
    func limited(to part: Range<Double>) -> Reference {
        Reference(
            beats: beats,
            excluded: excluded + [-.infinity..<part.lowerBound, part.upperBound..<(.infinity)])
    }

    func resampled(by ratio: Double) -> Reference {
        Reference(
            beats: beats.map { $0 * ratio },
            excluded: excluded.map { ($0.lowerBound * ratio)..<($0.upperBound * ratio) })
    }
}
