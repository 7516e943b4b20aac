import Biosignals
import Dashboard
import HRV

/// The last five minutes beat by beat: what the editor has settled, with its edits, and behind that
/// the beats it still waits to see more of, as they are.
struct TachogramPoints {
    let points: [PageTachogram.Point]

    /// - Parameters:
    ///   - settled: intervals and edits of the window.
    ///   - end: what ends later has not been settled; nil where nothing has.
    ///   - beats: unedited, of the same source, in order.
    init(settled: NNIntervals, until end: Double?, beats: [TimedBeat]) {
        var points: [PageTachogram.Point] = []
        var edits = settled.edits[...]
        for index in settled.milliseconds.indices {
            let to = settled.endSeconds[index]
            let from = to - settled.milliseconds[index] / 1_000
            while let edit = edits.first, edit.seconds < from - Self.instant { edits.removeFirst() }
            let own = edits.prefix { $0.seconds <= to + Self.instant }
            points.append(
                .init(
                    at: to, milliseconds: settled.milliseconds[index],
                    kind: Self.kind(
                        own.filter { $0.kind != .ectopic && $0.kind != .excluded },
                        isReconstructed: settled.isReconstructed[index])))
        }
        let raw = Self.intervals(of: beats)
        let leftOut = settled.edits.filter { $0.kind == .ectopic || $0.kind == .excluded }
        for edit in leftOut {
            guard
                let interval = raw.first(where: { abs($0.end - edit.seconds) < Self.instant * 20 })
            else { continue }
            points.append(
                .init(at: interval.end, milliseconds: interval.milliseconds, kind: .ectopic))
        }
        for interval in raw where interval.end > (end ?? -.infinity) + Self.instant {
            guard interval.quality >= SignalQuality.usableMin else { continue }
            points.append(
                .init(at: interval.end, milliseconds: interval.milliseconds, kind: .normal))
        }
        self.points = points.sorted { $0.at < $1.at }
    }

    /// Two times nearer than this are one, s.
    private static let instant = 1e-3

    private static func kind(
        _ edits: [BeatEdit], isReconstructed: Bool
    ) -> PageTachogram.Kind {
        if edits.contains(where: { $0.kind == .extra }) { return .deletedBefore }
        guard isReconstructed else { return .normal }
        return edits.contains { $0.kind == .missed } ? .inserted : .moved
    }

    private static func intervals(
        of beats: [TimedBeat]
    ) -> [(end: Double, milliseconds: Double, quality: Double)] {
        zip(beats, beats.dropFirst()).compactMap { previous, beat in
            let step = beat.seconds - previous.seconds
            guard step > 0, step <= SessionPipeline.longestRR else { return nil }
            return (beat.seconds, 1_000 * step, min(previous.quality, beat.quality))
        }
    }
}
