/// One plot as an inline SVG: a frame with axes, and layers on it.
///
/// The drawing is stretched to the width of the page while words, marks and the width of lines keep
/// their size: everything stands at a per cent of the plot, and paths lie in an inner SVG of their
/// own that alone is stretched. Colours come from the page's style, so that print and dark screens
/// have their own.
struct Plot {
    let x: ClosedRange<Double>
    let y: ClosedRange<Double>
    var xTicks: [Ticks.Tick] = []
    var yTicks: [Ticks.Tick] = []
    var xTitle = ""
    /// Quantity and unit, above the axis.
    var yTitle = ""
    /// Height of the drawing in CSS pixels.
    var height = 160
    /// As wide as it is high.
    var isSquare = false
    /// What it shows, in a sentence, for whoever cannot see it.
    let description: String
    private(set) var layers: [Markup] = []
    private var paths: [Markup] = []

    init(x: ClosedRange<Double>, y: ClosedRange<Double>, description: String) {
        (self.x, self.y, self.description) = (x, y, description)
    }

    func newPath() -> PathData { PathData(x: x, y: y) }

    /// - Parameter style: class of the page's style, such as `line a`.
    mutating func add(_ path: PathData, style: String) {
        guard !path.isEmpty else { return }
        let data = Markup(escaping: path.text)
        paths.append("<path class=\"\(style)\" d=\"\(data)\"/>")
    }

    mutating func line(_ points: [PlotPoint], style: String) {
        var path = newPath()
        path.polyline(PlotPoint.decimated(points, over: x))
        add(path, style: style)
    }

    mutating func dots(_ points: [PlotPoint], style: String) {
        var path = newPath()
        for point in points { path.dot(at: point.x, point.y) }
        add(path, style: style)
    }

    mutating func envelope(
        _ columns: [Envelope.Column?], seconds: Double, from start: Double = 0, style: String
    ) {
        var path = newPath()
        path.outline(columns, seconds: seconds, from: start)
        add(path, style: style)
    }

    /// A band over the whole height.
    mutating func band(_ range: Range<Double>, style: String) {
        let (low, high) = (max(range.lowerBound, x.lowerBound), min(range.upperBound, x.upperBound))
        guard high > low else { return }
        let (from, width) = (percentX(low), percent((high - low) / (x.upperBound - x.lowerBound)))
        layers.append(
            "<rect class=\"\(style)\" x=\"\(from)\" y=\"0\" width=\"\(width)\" height=\"100%\"/>")
    }

    /// A block between two heights.
    mutating func block(_ across: Range<Double>, _ along: Range<Double>, style: String) {
        let (low, high) = (
            max(across.lowerBound, x.lowerBound), min(across.upperBound, x.upperBound)
        )
        guard high > low else { return }
        let height = percent(
            (along.upperBound - along.lowerBound) / (y.upperBound - y.lowerBound))
        let width = percent((high - low) / (x.upperBound - x.lowerBound))
        layers.append(
            """
            <rect class="\(style)" x="\(percentX(low))" y="\(percentY(along.upperBound))" \
            width="\(width)" height="\(height)"/>
            """)
    }

    /// A line over the whole height.
    mutating func vertical(at value: Double, style: String) {
        guard x.contains(value) else { return }
        let place = percentX(value)
        layers.append(
            "<line class=\"\(style)\" x1=\"\(place)\" x2=\"\(place)\" y1=\"0\" y2=\"100%\"/>")
    }

    enum Anchor: String { case start, middle, end }

    mutating func text(
        _ words: String, at xValue: Double, _ yValue: Double, anchor: Anchor = .middle,
        down: Int = 0, style: String = "note"
    ) {
        layers.append(
            """
            <text class="\(style)" x="\(percentX(xValue))" y="\(percentY(yValue))" \
            dy="\(down)" text-anchor="\(anchor.rawValue)">\(words)</text>
            """)
    }

    mutating func mark(_ mark: PlotMark, at xValue: Double, _ yValue: Double, style: String = "") {
        guard x.contains(xValue) else { return }
        layers.append(
            """
            <svg class="mark \(style)" x="\(percentX(xValue))" y="\(percentY(yValue))">\
            \(mark.markup)</svg>
            """)
    }

    func percentX(_ value: Double) -> String {
        percent((value - x.lowerBound) / (x.upperBound - x.lowerBound))
    }

    func percentY(_ value: Double) -> String {
        percent((y.upperBound - value) / (y.upperBound - y.lowerBound))
    }

    private func percent(_ share: Double) -> String {
        Text.trimmedNumber(100 * max(-2, min(3, share)), digits: 2) + "%"
    }

    var markup: Markup {
        let box = "0 0 \(PathData.width) \(PathData.height)"
        let inner: Markup =
            paths.isEmpty
            ? ""
            : """
            <svg class="in" width="100%" height="100%" viewBox="\(box)" \
            preserveAspectRatio="none">\(paths)</svg>
            """
        let style = "plot" + (isSquare ? " square" : "") + (xTitle.isEmpty ? "" : " titled")
        return """
            <svg class="\(style)" style="--h:\(height)px" role="img" \
            aria-label="\(description)"><title>\(description)</title>\(grid)\(bands)\(inner)\
            <rect class="frame" width="100%" height="100%"/>\(marks)\(axes)</svg>
            """
    }

    /// Bands lie below the lines, words and marks above.
    private var bands: [Markup] { layers.filter { $0.text.hasPrefix("<rect") } }
    private var marks: [Markup] { layers.filter { !$0.text.hasPrefix("<rect") } }

    private var grid: Markup {
        var lines: Markup = ""
        for tick in yTicks {
            let place = percentY(tick.value)
            lines +=
                "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"\(place)\" y2=\"\(place)\"/>"
        }
        return lines
    }

    private var axes: Markup {
        var words: Markup = ""
        for tick in yTicks {
            words += """
                <text class="tick" x="-6" y="\(percentY(tick.value))" dy="4" \
                text-anchor="end">\(tick.label)</text>
                """
        }
        for tick in xTicks {
            let place = percentX(tick.value)
            // Beside the right edge there is room for half of a short word.
            let isLast = tick.value > x.lowerBound + 0.97 * (x.upperBound - x.lowerBound)
            let anchor = isLast && tick.label.count > 5 ? Anchor.end : .middle
            words += """
                <line class="frame" x1="\(place)" x2="\(place)" y1="100%" \
                y2="100%" style="transform:translateY(4px)"/>\
                <text class="tick" x="\(place)" y="100%" dy="17" \
                text-anchor="\(anchor.rawValue)">\(tick.label)</text>
                """
        }
        if !yTitle.isEmpty {
            words += "<text class=\"title\" x=\"-44\" y=\"0\" dy=\"-8\">\(yTitle)</text>"
        }
        if !xTitle.isEmpty {
            words += """
                <text class="title" x="100%" y="100%" dy="34" \
                text-anchor="end">\(xTitle)</text>
                """
        }
        return words
    }
}
