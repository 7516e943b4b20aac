/// The `d` attribute of an SVG path, in whole steps of a grid that is stretched over the plot:
/// relative and short, because a day of signal has thousands of points.
struct PathData {
    /// The grid that every path is drawn on, whatever the size of the plot.
    static let width = 3_000
    static let height = 1_000

    private(set) var text = ""
    private var last: (x: Int, y: Int)?
    private let x: ClosedRange<Double>
    private let y: ClosedRange<Double>

    init(x: ClosedRange<Double>, y: ClosedRange<Double>) {
        (self.x, self.y) = (x, y)
    }

    var isEmpty: Bool { text.isEmpty }

    mutating func move(to xValue: Double, _ yValue: Double) {
        let point = grid(xValue, yValue)
        text += "M\(point.x) \(point.y)"
        last = point
    }

    mutating func line(to xValue: Double, _ yValue: Double) {
        let point = grid(xValue, yValue)
        guard let last else { return move(to: xValue, yValue) }
        guard point != last else { return }
        self.last = point
        text += "l\(point.x - last.x) \(point.y - last.y)"
    }

    /// A dot: a line of no length with round ends.
    mutating func dot(at xValue: Double, _ yValue: Double) {
        move(to: xValue, yValue)
        text += "h0"
    }

    mutating func text(appending command: String) { text += command }

    mutating func close() {
        text += "z"
        last = nil
    }

    private func grid(_ xValue: Double, _ yValue: Double) -> (x: Int, y: Int) {
        func place(_ value: Double, _ range: ClosedRange<Double>, _ steps: Int) -> Int {
            let length = range.upperBound - range.lowerBound
            guard length > 0, value.isFinite else { return 0 }
            // Far outside the plot it makes no difference how far.
            let share = max(-1, min(2, (value - range.lowerBound) / length))
            return Int((share * Double(steps)).rounded())
        }
        return (place(xValue, x, Self.width), Self.height - place(yValue, y, Self.height))
    }
}
