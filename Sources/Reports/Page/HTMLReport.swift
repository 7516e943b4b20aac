/// A `RecordingReport` as one HTML page that needs nothing but itself: no script, no image, no font,
/// no address. The same report gives the same bytes.
public struct HTMLReport: Sendable {
    let report: RecordingReport
    let time: TimeScale
    /// From the first sample to the last, for every axis of time.
    let span: ClosedRange<Double>

    public init(_ report: RecordingReport) {
        self.report = report
        time = TimeScale(startOfDay: report.startOfDay, length: report.account.seconds)
        span = 0...max(report.account.seconds, 1)
    }

    public var text: String { "<!DOCTYPE html>\n" + page.text + "\n" }

    /// Heading, anchor and contents of a chapter.
    struct Chapter {
        let id: String
        let title: String
        var startsPage = false
        let content: Markup
    }

    private var chapters: [Chapter] {
        [
            signalChapter, rateChapter, tachogramChapter, spectrumChapter, skinChapter,
            breathingChapter, movementChapter, insightChapter, ledgerChapter, measureChapter,
            methodChapter,
        ].compactMap { $0 }
    }

    private var page: Markup {
        let chapters = chapters
        let title = "Report: \(report.account.title)"
        return """
            <html lang="en"><head><meta charset="utf-8"/>\
            <meta name="viewport" content="width=device-width, initial-scale=1"/>\
            <meta name="generator" content="\(report.program)"/>\
            <meta name="robots" content="noindex"/>\
            <title>\(title)</title>
            <style>
            \(Markup(stringLiteral: ReportStyle.text))
            </style></head>
            <body><main>
            \(firstPage)
            <nav aria-label="Contents"><ol>\(chapters.map(Self.entry))</ol></nav>
            \(chapters.enumerated().map(Self.section))
            <footer><p>\(Self.disclaimer)</p></footer>
            </main></body></html>
            """
    }

    static let disclaimer =
        "This report informs; it never diagnoses. It is no medical device, and what it shows is no "
        + "medical finding."

    private static func entry(_ chapter: Chapter) -> Markup {
        "<li><a href=\"#\(chapter.id)\">\(chapter.title)</a></li>"
    }

    private static func section(_ index: Int, _ chapter: Chapter) -> Markup {
        """
        <section id="\(chapter.id)"\(chapter.startsPage ? " class=\"page\"" as Markup : "")>
        <h2>\(index + 1). \(chapter.title)</h2>
        \(chapter.content)
        </section>

        """
    }

    // MARK: Pieces that every chapter uses

    /// A plot over the whole recording.
    func plot(
        over y: ClosedRange<Double>, title: String, height: Int = 150, ticks: Int = 4,
        description: String
    ) -> Plot {
        var plot = Plot(x: span, y: y, description: description)
        plot.xTicks = time.ticks(over: span)
        plot.yTicks = Ticks(over: y, count: ticks).ticks
        plot.yTitle = title
        plot.height = height
        return plot
    }

    /// - Parameter isBeside: whether the words stand beside the plot where the page is wide.
    static func figure(
        _ plots: Markup, isBeside: Bool = false, caption: Markup, key: Markup = ""
    ) -> Markup {
        let style: Markup = isBeside ? " class=\"side\"" : ""
        return "<figure\(style)>\(plots)\(key)<figcaption>\(caption)</figcaption></figure>\n"
    }

    /// What lines and marks mean.
    static func key(_ entries: [(sample: Markup, words: String)]) -> Markup {
        let items = entries.map { entry -> Markup in
            "<span>\(entry.sample)\(entry.words)</span>"
        }
        return "<div class=\"key\">\(items)</div>"
    }

    static func sample(line style: String) -> Markup {
        "<svg viewBox=\"0 0 26 12\"><path class=\"\(style)\" d=\"M1 6H25\"/></svg>"
    }

    static func sample(mark: PlotMark, style: String = "") -> Markup {
        "<svg viewBox=\"-13 -6 26 12\"><g><svg class=\"mark \(style)\">\(mark.markup)</svg></g></svg>"
    }

    /// In place of a plot: what is missing and why.
    static func absent(_ what: String, because why: String) -> Markup {
        "<p class=\"why\">\(what): — (\(why))</p>\n"
    }

    /// A stretch of time, by the clock or since the beginning.
    func stretch(_ start: Double, _ end: Double) -> String {
        let step: Double = end - start < 300 ? 1 : 60
        return "\(time.label(start, step: step)) to \(time.label(end, step: step))"
    }
}
