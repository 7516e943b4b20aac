/// What a sweep shows of one signal: the least and the greatest value of each short slot of time, in
/// a ring as long as the sweep. No sample is skipped, however few columns are drawn of it.
struct TraceRing: Equatable {
    /// More than any terminal has columns of dots.
    static let slotCount = 1_024

    /// Seconds from one edge to the other.
    let span: Double
    private let slotSeconds: Double
    private var low = [Double](repeating: 0, count: slotCount)
    private var high = [Double](repeating: 0, count: slotCount)
    /// Which slot since the session's start lies there; −1: none.
    private var turn = [Int](repeating: -1, count: slotCount)
    private var last: (time: Double, value: Double)?
    /// The newest slot; nil before the first point.
    private(set) var head: Int?

    init(span: Double) {
        self.span = span
        slotSeconds = span / Double(Self.slotCount)
    }

    static func == (one: Self, other: Self) -> Bool {
        one.span == other.span && one.low == other.low && one.high == other.high
            && one.turn == other.turn && one.head == other.head
    }

    /// Appends points `step` seconds apart; nil is a gap. What begins before what has been begins
    /// everything anew.
    mutating func append(at start: Double, step: Double, _ values: [Double?]) {
        guard start.isFinite, abs(start) < 1e9, step > 0, step < 1e4 else { return }
        if let last, start < last.time - step / 2 { self = TraceRing(span: span) }
        if let last, start > last.time + 1.5 * step { self.last = nil }
        for (index, value) in values.enumerated() {
            let time = start + Double(index) * step
            guard let value, value.isFinite else {
                last = nil
                continue
            }
            add(time, value)
            last = (time, value)
        }
    }

    /// The least and the greatest of each of so many columns; nil where nothing is.
    ///
    /// - Parameter sweeps: the newest point moves from the left to the right and begins again, a gap
    ///   ahead of it; else it stands at the right, for a signal that nobody could follow.
    func columns(_ count: Int, sweeps: Bool = true) -> [ClosedRange<Double>?] {
        guard let head, count > 0 else { return Array(repeating: nil, count: max(0, count)) }
        let gap = sweeps ? max(Self.slotCount / 40, 2 * Self.slotCount / count) : 0
        let shown = min(count, Self.slotCount)
        return (0..<count).map { column in
            let drawn = column * shown / count
            let first = drawn * Self.slotCount / shown
            let end = (drawn + 1) * Self.slotCount / shown
            var range: ClosedRange<Double>?
            for offset in first..<end {
                // A sweep's slots lie where they are in the ring; else the oldest comes first.
                let place = sweeps ? offset : (head + 1 + offset) % Self.slotCount
                guard isShown(place, head: head, gap: gap) else { continue }
                let slot = low[place]...high[place]
                range =
                    range.map {
                        min($0.lowerBound, slot.lowerBound)...max($0.upperBound, slot.upperBound)
                    } ?? slot
            }
            return range
        }
    }

    /// The least and the greatest value that is shown.
    var extremes: ClosedRange<Double>? {
        guard let head else { return nil }
        var range: ClosedRange<Double>?
        for place in turn.indices where isShown(place, head: head, gap: 0) {
            range =
                range.map { min($0.lowerBound, low[place])...max($0.upperBound, high[place]) }
                ?? low[place]...high[place]
        }
        return range
    }

    private func isShown(_ place: Int, head: Int, gap: Int) -> Bool {
        turn[place] >= 0 && turn[place] <= head && head - turn[place] < Self.slotCount - gap
    }

    /// A point, and the straight line to it from the one before.
    private mutating func add(_ time: Double, _ value: Double) {
        let slot = self.slot(at: time)
        guard let last, last.time < time else { return widen(slot, value, value) }
        let first = max(self.slot(at: last.time), slot - Self.slotCount)
        guard first < slot else {
            return widen(slot, min(last.value, value), max(last.value, value))
        }
        let slope = (value - last.value) / (time - last.time)
        func line(at time: Double) -> Double { last.value + slope * (time - last.time) }
        var from = line(at: max(last.time, Double(first) * slotSeconds))
        for index in first...slot {
            let to = index == slot ? value : line(at: Double(index + 1) * slotSeconds)
            widen(index, min(from, to), max(from, to))
            from = to
        }
    }

    private func slot(at time: Double) -> Int { Int((time / slotSeconds).rounded(.down)) }

    private mutating func widen(_ slot: Int, _ least: Double, _ greatest: Double) {
        guard slot >= 0 else { return }
        let place = slot % Self.slotCount
        if turn[place] == slot {
            low[place] = min(low[place], least)
            high[place] = max(high[place], greatest)
        } else {
            (turn[place], low[place], high[place]) = (slot, least, greatest)
        }
        head = max(head ?? slot, slot)
    }
}
