/// Readings on their way to an evenly spaced curve: a cubic per piece, three-point slopes, and
/// slope 0 beside a flat piece.
///
/// Source: the slopes are those of the parabola through a reading and its neighbours (Fritsch &
/// Butland (1984), doi:10.1137/0905021, compare them); the exception beside flat pieces is ours.
struct LatchedKnots: Equatable, Sendable {
    private struct Knot: Equatable, Sendable {
        let instant: Double
        let value: Double
    }

    private var knots: [Knot] = []
    /// Of the piece that the next output lies in, or before it.
    private var piece = 0
    private var next = 0

    var last: Double? { knots.last?.instant }

    /// - Precondition: later than the last one.
    mutating func append(instant: Double, value: Double) {
        knots.append(Knot(instant: instant, value: value))
    }

    /// The samples that no later reading can change.
    mutating func interpolate(into output: inout [Double]) {
        while advance(), piece + 2 < knots.count {
            output.append(value(at: Double(next)))
            next += 1
        }
        guard piece > 32 else { return }
        knots.removeFirst(piece - 1)
        piece = 1
    }

    /// All samples before `end`; the last value holds behind the last reading.
    mutating func finish(upTo end: Int, into output: inout [Double]) {
        while next < end {
            output.append(advance() ? value(at: Double(next)) : knots.last?.value ?? 0)
            next += 1
        }
    }

    /// Finds the piece of the next output; false if there is none yet.
    private mutating func advance() -> Bool {
        while piece + 1 < knots.count, knots[piece + 1].instant <= Double(next) { piece += 1 }
        return piece + 1 < knots.count
    }

    private func value(at place: Double) -> Double {
        let (left, right) = (knots[piece], knots[piece + 1])
        let width = right.instant - left.instant
        let offset = max(0, place - left.instant)
        let chord = chord(piece)
        let (start, end) = (slope(at: piece), slope(at: piece + 1))
        let bend = (start + end - 2 * chord) / width
        let second = (chord - start) / width - bend
        return left.value + offset * (start + offset * (second + offset * bend / width))
    }

    private func chord(_ piece: Int) -> Double {
        (knots[piece + 1].value - knots[piece].value)
            / (knots[piece + 1].instant - knots[piece].instant)
    }

    private func slope(at knot: Int) -> Double {
        guard knot > 0 else { return chord(0) }
        guard knot + 1 < knots.count else { return chord(knot - 1) }
        let (before, after) = (chord(knot - 1), chord(knot))
        guard before != 0, after != 0 else { return 0 }
        let left = knots[knot].instant - knots[knot - 1].instant
        let right = knots[knot + 1].instant - knots[knot].instant
        return (before * right + after * left) / (left + right)
    }
}
