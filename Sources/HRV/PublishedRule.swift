import Biosignals
import DSP

/// The published rules that judge each interval by its neighbours and leave the beats alone.
struct PublishedRule {
    private static let malikMax = 0.20
    private static let longerMax = 0.325
    private static let shorterMax = 0.245
    private static let karlssonMax = 0.20
    private static let medianWindow = 11

    let rule: ArtefactRule

    func edit(_ rr: RRIntervals) -> NNDraft {
        var draft = NNDraft(rr)
        switch rule {
        case .hypothesis, .none, .lipponenTarvainen: break
        case .malik:
            draft.leaveOut { step($0, in: rr).map { abs($0) > Self.malikMax } ?? false }
        case .kamathFallen:
            draft.leaveOut {
                step($0, in: rr).map { $0 > Self.longerMax || $0 < -Self.shorterMax } ?? false
            }
        case .karlsson: draft.leaveOut { isOff($0, in: rr) }
        case .kubios(let level): interpolate(&draft, level.threshold)
        }
        draft.rebuild()
        return draft
    }

    /// From the interval before, as a share of it.
    private func step(_ index: Int, in rr: RRIntervals) -> Double? {
        guard rr.followsPrevious[index] else { return nil }
        let before = rr.milliseconds[index - 1]
        return (rr.milliseconds[index] - before) / before
    }

    private func isOff(_ index: Int, in rr: RRIntervals) -> Bool {
        guard index + 1 < rr.count, rr.followsPrevious[index], rr.followsPrevious[index + 1] else {
            return false
        }
        let mean = (rr.milliseconds[index - 1] + rr.milliseconds[index + 1]) / 2
        return abs(rr.milliseconds[index] - mean) > Self.karlssonMax * mean
    }

    private func interpolate(_ draft: inout NNDraft, _ threshold: Seconds) {
        let x = draft.intervals
        guard let mean = TimeDomain.mean(x) else { return }
        let limit = threshold.value * mean
        let median = RunningQuantiles.columns(of: x, window: Self.medianWindow, shares: [0.5])[0]
        draft.interpolate(x.indices.filter { abs(x[$0] - median[$0]) > limit }, kind: .moved)
    }
}

extension NNDraft {
    /// Gives intervals the lengths that a cubic spline through the others of the same run has there;
    /// leaves them out where there are too few others.
    mutating func interpolate(_ indices: [Int], kind: BeatEdit.Kind) {
        let isOut = Set(indices)
        var start = 0
        while start < count {
            var end = start + 1
            while end < count, follows[end] { end += 1 }
            let wanted = (start..<end).filter { isOut.contains($0) }
            if !wanted.isEmpty {
                let kept = (start..<end).filter { !isOut.contains($0) }
                let spline = CubicSpline(x: kept.map(Double.init), y: kept.map { intervals[$0] })
                for index in wanted {
                    let value = spline.flatMap { spline in
                        kept[0] < index && index < kept[kept.count - 1]
                            ? spline.value(at: Double(index)) : nil
                    }
                    if let value, value > 0, value.isFinite {
                        setLength(of: index, to: value, kind: kind)
                    } else {
                        leaveOut(index)
                    }
                }
            }
            start = end
        }
    }
}
