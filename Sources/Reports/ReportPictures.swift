/// Single plots of a report as SVG files that stand alone, for a page that shows what a report is.
public struct ReportPictures: Sendable {
    public struct Picture: Sendable {
        public let name: String
        public let svg: String
    }

    private let page: HTMLReport

    public init(_ report: RecordingReport) { page = HTMLReport(report) }

    /// Those that the recording has something for.
    public var pictures: [Picture] {
        var pictures: [Picture] = []
        if let heart = page.report.heart {
            let plot = page.tachogramPlot(heart, over: page.span, isClose: false)
            if let plot { pictures.append(picture("tachogram", plot)) }
            let close = page.busiest(heart).flatMap {
                page.tachogramPlot(heart, over: $0, isClose: true)
            }
            if let close { pictures.append(picture("edits", close)) }
        }
        if let movement = page.report.movement {
            pictures.append(picture("timeline", page.timelinePlot(movement), left: 76))
        }
        return pictures
    }

    private static let width = 800

    private func picture(_ name: String, _ plot: Plot, left: Int = 54) -> Picture {
        let (inner, height) = (Self.width - left - 26, plot.height + 52)
        let style = Markup(stringLiteral: ReportStyle.colours + "\n" + ReportStyle.drawing)
        let address = Markup(stringLiteral: "http://www.w3.org/2000/svg")
        let svg: Markup = """
            <svg xmlns="\(address)" width="\(Self.width)" height="\(height)" \
            viewBox="0 0 \(Self.width) \(height)"><style>\(style)</style>\
            <rect width="100%" height="100%" style="fill:var(--paper)"/>\
            <svg x="\(left)" y="26" width="\(inner)" height="\(plot.height)" \
            style="overflow:visible">\(plot.markup)</svg></svg>

            """
        return Picture(name: name + ".svg", svg: svg.text)
    }
}
