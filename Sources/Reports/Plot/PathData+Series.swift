/// Whole series as paths.
extension PathData {
    /// The outline of an envelope, broken where nothing was recorded.
    ///
    /// - Parameter seconds: that one column stands for.
    mutating func outline(_ columns: [Envelope.Column?], seconds: Double, from start: Double = 0) {
        var first = 0
        while first < columns.count {
            guard columns[first] != nil else {
                first += 1
                continue
            }
            var end = first
            while end < columns.count, columns[end] != nil { end += 1 }
            outline(columns, run: first..<end, seconds: seconds, from: start)
            first = end
        }
    }

    private mutating func outline(
        _ columns: [Envelope.Column?], run: Range<Int>, seconds: Double, from start: Double
    ) {
        func middle(_ index: Int) -> Double { start + (Double(index) + 0.5) * seconds }
        for (offset, index) in run.enumerated() {
            guard let column = columns[index] else { continue }
            if offset == 0 {
                move(to: middle(index), column.high)
            } else {
                line(to: middle(index), column.high)
            }
        }
        for index in run.reversed() {
            if let column = columns[index] { line(to: middle(index), column.low) }
        }
        close()
    }

    /// A line through points, broken before each whose `follows` is false.
    mutating func polyline(_ points: [PlotPoint]) {
        for (index, point) in points.enumerated() {
            if index == 0 || !point.follows {
                move(to: point.x, point.y)
                // A point alone between two breaks is still seen.
                if index + 1 == points.count || !points[index + 1].follows {
                    text(appending: "h0")
                }
            } else {
                line(to: point.x, point.y)
            }
        }
    }
}

/// A point of a series, in the units of its axes.
public struct PlotPoint: Equatable, Sendable {
    public let x: Double
    public let y: Double
    /// Whether it continues from the point before it.
    public let follows: Bool

    public init(x: Double, y: Double, follows: Bool = true) {
        (self.x, self.y, self.follows) = (x, y, follows)
    }
}
