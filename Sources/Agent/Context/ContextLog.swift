import Sedentary

/// What other agents said about the session's time, each thing from the moment it was known.
///
/// A window asks what had been said when it closed: a step count that comes an hour late changes
/// nothing that was said before. So a recording that is run again with the same messages says the
/// same. What comes later replaces what it overlaps: step counts as a whole, for half a count is
/// no count, and in a sum the longer count stands for its parts; movement and sleep for the time
/// they overlap.
struct ContextLog: Sendable {
    /// A day of minutes of each kind, and some.
    static let factsMax = 4_096
    static let horizon = 36.0 * 3_600
    /// A count over a longer time says nothing about its single minutes, unless it is none.
    static let stepSpanMax = 120.0
    /// Movement and sleep must be told for so much of a window.
    static let coverageMin = 0.5
    /// Counts come some minutes late, so that the last of a stretch is never covered.
    static let stepCoverageMin = 0.8

    private struct Piece<Value: Equatable & Sendable>: Sendable {
        var span: Range<Double>
        let value: Value
    }

    private struct Motion: Equatable, Sendable {
        let isMoving: Bool
        let posture: Posture
    }

    /// As many lines as a file of them may have: a replay is told all of them beforehand.
    static let comingMax = ContextFile.linesMax
    /// Not yet known, by when they come.
    private var coming: [ContextFact] = []
    /// By the minute, and as counts to be added up: a day's total and its minutes are not both.
    private var steps: [Piece<Int>] = []
    private var counts: [Piece<Int>] = []
    private var motion: [Piece<Motion>] = []
    private var sleep: [Piece<Bool>] = []

    mutating func tell(_ fact: ContextFact) {
        var place = coming.count
        while place > 0, coming[place - 1].known > fact.known { place -= 1 }
        coming.insert(fact, at: place)
        if coming.count > Self.comingMax { coming.removeLast() }
    }

    /// From here on counts what had come by then.
    mutating func advance(to seconds: Double) {
        let count = coming.prefix { $0.known <= seconds }.count
        guard count > 0 else { return }
        for fact in coming[..<count] { place(fact) }
        coming.removeFirst(count)
        Self.forget(&steps, before: seconds)
        Self.forget(&counts, before: seconds)
        Self.forget(&motion, before: seconds)
        Self.forget(&sleep, before: seconds)
    }

    private mutating func place(_ fact: ContextFact) {
        switch fact.meaning {
        case .steps(let count):
            steps.removeAll { $0.span.overlaps(fact.span) }
            steps.append(Piece(span: fact.span, value: count))
            let length = fact.span.upperBound - fact.span.lowerBound
            let isPart = counts.contains {
                $0.span.overlaps(fact.span)
                    && $0.span.upperBound - $0.span.lowerBound > length
            }
            guard !isPart else { return }
            counts.removeAll { $0.span.overlaps(fact.span) }
            counts.append(Piece(span: fact.span, value: count))
        case .motion(let isMoving, let posture):
            Self.cut(&motion, fact.span)
            motion.append(
                Piece(span: fact.span, value: Motion(isMoving: isMoving, posture: posture)))
        case .sleep(let isAsleep):
            Self.cut(&sleep, fact.span)
            sleep.append(Piece(span: fact.span, value: isAsleep))
        }
    }

    private static func cut<Value>(_ pieces: inout [Piece<Value>], _ span: Range<Double>) {
        guard pieces.contains(where: { $0.span.overlaps(span) }) else { return }
        pieces = pieces.flatMap { piece in
            [
                piece.span
                    .lowerBound..<min(
                        piece.span.upperBound, max(piece.span.lowerBound, span.lowerBound)),
                max(
                    piece.span.lowerBound, min(piece.span.upperBound, span.upperBound))..<piece.span
                    .upperBound,
            ].filter { !$0.isEmpty }.map { Piece(span: $0, value: piece.value) }
        }
    }

    private static func forget<Value>(_ pieces: inout [Piece<Value>], before seconds: Double) {
        pieces.removeAll { $0.span.upperBound < seconds - horizon }
        if pieces.count > factsMax { pieces.removeFirst(pieces.count - factsMax) }
    }

    /// Steps a minute over a window that the counts cover; nil where they do not, or are too
    /// coarse to tell.
    func stepsPerMinute(in window: Range<Double>) -> Double? {
        var covered = 0.0
        var count = 0.0
        for piece in steps where piece.span.overlaps(window) {
            let length = piece.span.upperBound - piece.span.lowerBound
            guard piece.value == 0 || length <= Self.stepSpanMax else { return nil }
            let part = piece.span.clamped(to: window)
            covered += part.upperBound - part.lowerBound
            count += Double(piece.value) * (part.upperBound - part.lowerBound) / length
        }
        let length = window.upperBound - window.lowerBound
        guard length > 0, covered >= length * 0.999 else { return nil }
        return count * 60 / length
    }

    /// Steps of the counts that lie wholly within a stretch, and until when they reach.
    func stepsCounted(in stretch: Range<Double>) -> (count: Int, until: Double)? {
        let inside = counts.filter {
            $0.span.lowerBound >= stretch.lowerBound && $0.span.upperBound <= stretch.upperBound
        }
        guard let until = inside.map(\.span.upperBound).max() else { return nil }
        return (inside.reduce(0) { $0 + $1.value }, until)
    }

    /// Whether the counts cover nearly all of a stretch.
    func coversSteps(of stretch: Range<Double>) -> Bool {
        seconds(counts, in: stretch) { _ in true }
            >= Self.stepCoverageMin * (stretch.upperBound - stretch.lowerBound)
    }

    /// Share of the told time in which somebody moved, 0…1.
    func shareMoving(in window: Range<Double>) -> Double? {
        share(motion, in: window) { $0.isMoving }
    }

    func isAsleep(in window: Range<Double>) -> Bool? {
        share(sleep, in: window) { $0 }.map { $0 >= 0.5 }
    }

    /// The posture that holds for most of the window; `unknown` unless one does.
    func posture(in window: Range<Double>) -> Posture {
        for posture in Posture.allCases where posture != .unknown {
            let length = window.upperBound - window.lowerBound
            if length > 0, seconds(motion, in: window, { $0.posture == posture }) > length / 2 {
                return posture
            }
        }
        return .unknown
    }

    /// Share of the window, all of it, in which somebody was told to sit or lie; nil where no posture
    /// was told at all.
    func shareSedentary(in window: Range<Double>) -> Double? {
        guard !window.isEmpty, seconds(motion, in: window, { $0.posture != .unknown }) > 0 else {
            return nil
        }
        return seconds(motion, in: window) { $0.posture.isSedentary }
            / (window.upperBound - window.lowerBound)
    }

    private func share<Value>(
        _ pieces: [Piece<Value>], in window: Range<Double>, _ holds: (Value) -> Bool
    ) -> Double? {
        let told = seconds(pieces, in: window) { _ in true }
        guard told > 0, told >= Self.coverageMin * (window.upperBound - window.lowerBound) else {
            return nil
        }
        return seconds(pieces, in: window, holds) / told
    }

    private func seconds<Value>(
        _ pieces: [Piece<Value>], in window: Range<Double>, _ holds: (Value) -> Bool
    ) -> Double {
        pieces.reduce(0) { sum, piece in
            guard holds(piece.value), piece.span.overlaps(window) else { return sum }
            let part = piece.span.clamped(to: window)
            return sum + part.upperBound - part.lowerBound
        }
    }
}
