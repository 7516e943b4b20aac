import Biosignals
import EventContract

/// The heart rate's course, and the intervals before and after edits.
extension HTMLReport {
    // MARK: Rate

    /// Seconds between two points of the rate's course.
    var pointStep: Double { report.heart?.minutes.isEmpty == false ? 60 : 1 }

    /// How the points of the rate's course came to be.
    var rateStretch: String {
        report.heart?.minutes.isEmpty == false ? "minute by minute" : "beat by beat"
    }

    /// Means of minutes; of a short recording every interval.
    func ratePoints(of heart: HeartReport) -> [PlotPoint] {
        if heart.minutes.isEmpty { return intervalRates(of: heart) }
        var points: [PlotPoint] = []
        var follows = false
        for minute in heart.minutes {
            guard let rate = heart.measure("heartRate", in: minute)?.value?.value,
                let start = minute.window.startSeconds?.value,
                let end = minute.window.endSeconds?.value
            else {
                follows = false
                continue
            }
            // Windows in which nothing was recorded are not listed.
            if let last = points.last, (start + end) / 2 - last.x > 90 { follows = false }
            points.append(PlotPoint(x: (start + end) / 2, y: rate, follows: follows))
            follows = true
        }
        return points
    }

    private func intervalRates(of heart: HeartReport) -> [PlotPoint] {
        let nn = heart.whole.nn
        return nn.milliseconds.indices.map {
            PlotPoint(
                x: nn.endSeconds[$0], y: 60_000 / nn.milliseconds[$0],
                follows: nn.followsPrevious[$0])
        }
    }

    var rateChapter: Chapter? {
        guard let heart = report.heart else { return nil }
        let points = ratePoints(of: heart)
        let title =
            heart.source == "ppg"
            ? "Pulse rate over the recording" : "Heart rate over the recording"
        guard points.count > 1, let low = points.map(\.y).min(), let high = points.map(\.y).max()
        else {
            return Chapter(
                id: "rate", title: title,
                content: Self.absent("Course of the \(heart.rateWord)", because: whyNoRate(heart)))
        }
        var drawn = plot(
            over: Ticks.padded(low...high), title: "\(heart.rateWord), 1/min",
            description: "\(heart.rateWord) \(rateStretch), from \(Text.figure(low)) to "
                + "\(Text.figure(high)) a minute.")
        drawn.line(points, style: "line a")
        var content = Self.figure(
            drawn.markup,
            caption: """
                \(rateStretch == "beat by beat" ? "Beat by beat, from every interval after edits" : "Means of whole minutes"); \
                the line is broken where it could not be told. Across: \(time.title).
                """)
        content += variabilityFigure(heart)
        return Chapter(id: "rate", title: title, content: content)
    }

    private func whyNoRate(_ heart: HeartReport) -> String {
        guard let rate = heart.measure("heartRate"), rate.value == nil else {
            return "too few minutes have one"
        }
        return Self.reason(rate)
    }

    private func variabilityFigure(_ heart: HeartReport) -> Markup {
        guard !heart.fives.isEmpty else { return "" }
        struct Bar {
            let start, end, value: Double
            let interval: ClosedRange<Double>?
        }
        let bars = heart.fives.compactMap { window -> Bar? in
            guard let measure = heart.measure("rmssd", in: window),
                let value = measure.value?.value,
                let start = window.window.startSeconds?.value,
                let end = window.window.endSeconds?.value
            else { return nil }
            let ends = measure.ci95?.map(\.value)
            let interval = ends.flatMap { $0.count == 2 && $0[0] <= $0[1] ? $0[0]...$0[1] : nil }
            return Bar(start: start, end: end, value: value, interval: interval)
        }
        let tops = bars.map { $0.interval?.upperBound ?? $0.value }
        guard bars.count > 1, let top = tops.max() else {
            return Self.absent(
                "RMSSD in windows of five minutes", because: "fewer than two windows have a value")
        }
        var drawn = plot(
            over: 0...max(top * 1.06, 1), title: "RMSSD, ms",
            description: "RMSSD in windows of five minutes with 95 % intervals, up to "
                + "\(Text.figure(top)) ms.")
        var bands = drawn.newPath()
        var points: [PlotPoint] = []
        for bar in bars {
            if let interval = bar.interval {
                bands.move(to: bar.start, interval.lowerBound)
                bands.line(to: bar.start, interval.upperBound)
                bands.line(to: bar.end, interval.upperBound)
                bands.line(to: bar.end, interval.lowerBound)
                bands.close()
            }
            let middle = (bar.start + bar.end) / 2
            points.append(
                PlotPoint(
                    x: middle, y: bar.value,
                    follows: points.last.map { middle - $0.x < 330 } ?? false))
        }
        drawn.add(bands, style: "conf")
        drawn.line(points, style: "line a")
        drawn.dots(points, style: "a dot few")
        let absent = heart.fives.count - bars.count
        return Self.figure(
            drawn.markup,
            caption: "RMSSD of each window of five minutes, its 95 % interval as a band"
                + (absent == 0
                    ? "."
                    : "; \(absent) of \(heart.fives.count) windows have none, for the reasons in the "
                        + "table of measures."))
    }

    // MARK: Intervals

    var tachogramChapter: Chapter? {
        guard let heart = report.heart else { return nil }
        let title = "Intervals before and after edits"
        guard heart.rr.count > 1 else {
            return Chapter(
                id: "tachogram", title: title,
                content: Self.absent(
                    "Tachogram", because: "found \(heart.rr.count) intervals, needed 2"))
        }
        var content = "<p>\(heart.correction)</p>" as Markup
        content += tachogram(heart, over: span, isClose: false)
        if let close = busiest(heart) { content += tachogram(heart, over: close, isClose: true) }
        return Chapter(id: "tachogram", title: title, startsPage: true, content: content)
    }

    private static let closeSeconds = 120.0
    /// More marks than this cover each other.
    private static let marksMax = 60

    /// The two minutes with most edits; nil where the whole is hardly longer, or nothing was edited.
    func busiest(_ heart: HeartReport) -> ClosedRange<Double>? {
        let edits = heart.whole.nn.edits
        guard !edits.isEmpty, span.upperBound > 2 * Self.closeSeconds else { return nil }
        var best = (count: 0, from: 0.0)
        var end = 0
        for (index, edit) in edits.enumerated() {
            end = max(end, index)
            while end < edits.count, edits[end].seconds < edit.seconds + Self.closeSeconds - 20 {
                end += 1
            }
            // So many that no mark can be told from the next show nothing.
            if min(end - index, 12) > best.count {
                best = (min(end - index, 12), edit.seconds - 20)
            }
        }
        let from = max(0, min(best.from, span.upperBound - Self.closeSeconds))
        return from...(from + Self.closeSeconds)
    }

    private func tachogram(
        _ heart: HeartReport, over range: ClosedRange<Double>, isClose: Bool
    ) -> Markup {
        guard let drawn = tachogramPlot(heart, over: range, isClose: isClose) else { return "" }
        let edits = heart.whole.nn.edits.filter { range.contains($0.seconds) }
        let isMarked = edits.count <= Self.marksMax
        return Self.figure(
            drawn.markup,
            caption: caption(heart, edits: edits, range, isClose: isClose, isMarked: isMarked),
            key: key(edits, isMarked: isMarked))
    }

    func tachogramPlot(
        _ heart: HeartReport, over range: ClosedRange<Double>, isClose: Bool
    ) -> Plot? {
        let before = Self.points(
            heart.rr.endSeconds, heart.rr.milliseconds, heart.rr.followsPrevious, in: range)
        let nn = heart.whole.nn
        let after = Self.points(nn.endSeconds, nn.milliseconds, nn.followsPrevious, in: range)
        let heights = before.map(\.y) + after.map(\.y)
        guard let low = heights.min(), let high = heights.max() else { return nil }
        let y = Ticks.padded(low...high, by: isClose ? 0.16 : 0.1)
        var drawn = Plot(
            x: range, y: y,
            description: "Intervals between \(heart.beatWord)s before and after edits, "
                + "\(Text.figure(low)) to \(Text.figure(high)) ms; \(Text.count(nn.edits.count, "edit"))."
        )
        drawn.xTicks = time.ticks(over: range)
        drawn.yTicks = Ticks(over: y, count: 4).ticks
        drawn.yTitle = "interval, ms"
        drawn.height = isClose ? 170 : 190
        drawn.line(before, style: "line b dash")
        drawn.line(after, style: "line a")
        let edits = nn.edits.filter { range.contains($0.seconds) }
        if edits.count <= Self.marksMax {
            for edit in edits {
                drawn.mark(Self.mark(ofEdit: edit.kind.rawValue), at: edit.seconds, y.lowerBound)
                if isClose {
                    drawn.text("\(edit.id)", at: edit.seconds, y.lowerBound, down: -9)
                }
            }
        } else {
            var rug = drawn.newPath()
            for edit in edits {
                rug.move(to: edit.seconds, y.lowerBound)
                rug.line(to: edit.seconds, y.lowerBound + 0.05 * (y.upperBound - y.lowerBound))
            }
            drawn.add(rug, style: "line b")
        }
        return drawn
    }

    private func key(_ edits: [BeatEdit], isMarked: Bool) -> Markup {
        var entries: [(sample: Markup, words: String)] = [
            (Self.sample(line: "a"), "after edits (NN)"),
            (Self.sample(line: "b dash"), "as found (RR), seen where an edit changed it"),
        ]
        if isMarked {
            for kind in BeatEdit.Kind.allCases where edits.contains(where: { $0.kind == kind }) {
                entries.append(
                    (Self.sample(mark: Self.mark(ofEdit: kind.rawValue)), kind.rawValue))
            }
        }
        return Self.key(entries)
    }

    private func caption(
        _ heart: HeartReport, edits: [BeatEdit], _ range: ClosedRange<Double>, isClose: Bool,
        isMarked: Bool
    ) -> Markup {
        if isClose {
            return """
                Closely, \(stretch(range.lowerBound, range.upperBound)): \(Text.count(edits.count, "edit")) \
                there, numbered as in the ledger.
                """
        }
        guard !edits.isEmpty else {
            return "Every interval stands as it was found: no edit was made."
        }
        let marks = isMarked ? "Marks" : "Strokes"
        return """
            \(marks) at the foot show \(Text.count(edits.count, "edit")), in the ledger with the reason. \
            The line is broken where intervals are missing.
            """
    }

    private static func points(
        _ ends: [Double], _ milliseconds: [Double], _ follows: [Bool], in range: ClosedRange<Double>
    ) -> [PlotPoint] {
        ends.indices.filter { range.contains(ends[$0]) }.map {
            PlotPoint(x: ends[$0], y: milliseconds[$0], follows: follows[$0])
        }
    }
}
