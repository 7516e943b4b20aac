import Biosignals
import DSP
import EventContract
import HRV
import RealModule

/// The spectrum of the intervals, and the plot of each against the next.
extension HTMLReport {
    var spectrumChapter: Chapter? {
        guard let heart = report.heart else { return nil }
        let spectrum = heart.drawn.flatMap { window in
            window.spectrum.map { spectrumFigure(heart, window, $0) }
        }
        let content: Markup = """
            \(spectrum ?? Self.absent("Spectrum", because: whyNoSpectrum(heart)))
            \(poincareFigure(heart) ?? Self.absent("Poincaré plot", because: whyNoPoincare(heart)))
            """
        return Chapter(
            id: "spectrum", title: "Spectrum and Poincaré plot", startsPage: true, content: content)
    }

    private func whyNoSpectrum(_ heart: HeartReport) -> String {
        heart.measure("hfPower").flatMap { $0.value == nil ? Self.reason($0) : nil }
            ?? "these intervals have no power at any frequency"
    }

    private func whyNoPoincare(_ heart: HeartReport) -> String {
        heart.measure("sd1").flatMap { $0.value == nil ? Self.reason($0) : nil }
            ?? (heart.rr.count > 3
                ? "the intervals are all equal" : "found \(heart.rr.count) intervals, needed 4")
    }

    /// Which stretch is drawn, in words.
    private func place(of payload: HRVPayload) -> String {
        let start = payload.window.startSeconds?.value ?? 0
        let end = payload.window.endSeconds?.value ?? 0
        guard end - start < span.upperBound - 1 else { return "The whole recording" }
        return "The five minutes with most usable signal, \(stretch(start, end))"
    }

    // MARK: Spectrum

    private static let frequencyMax = 0.5

    private func spectrumFigure(
        _ heart: HeartReport, _ window: HeartReport.Window, _ spectrum: PowerSpectrum
    ) -> Markup {
        let bins = spectrum.density.indices.map { index in
            (hertz: spectrum.frequency(at: index).value, density: spectrum.density[index])
        }.filter { $0.hertz <= Self.frequencyMax && $0.hertz > 0 }
        let aboveSlow = bins.filter { $0.hertz >= HRVBands.lf.lowerBound }.map(\.density).max() ?? 0
        let top = bins.map(\.density).max() ?? 0
        guard top > 0 else {
            return Self.absent(
                "Spectrum", because: "these intervals have no power at any frequency")
        }
        // A spectrum that VLF towers over would be a flat line elsewhere.
        let isLog = top > 4 * aboveSlow
        func height(_ density: Double) -> Double {
            isLog ? Double.log10(max(density, top * 1e-5)) : density
        }
        let heights = bins.map { height($0.density) }
        let y =
            isLog
            ? Ticks.padded((heights.min() ?? 0)...(heights.max() ?? 1)) : 0...(top * 1.12)
        var drawn = Plot(
            x: 0...Self.frequencyMax, y: y,
            description: "Power spectrum of the intervals by preset \(window.payload.preset)"
                + powerWords(heart, window.payload) + ".")
        drawn.xTicks = Ticks(over: drawn.x, count: 6).ticks
        drawn.yTicks = isLog ? Ticks(decades: y).ticks : Ticks(over: y, count: 4).ticks
        drawn.yTitle = "power density, ms²/Hz" + (isLog ? " (log scale)" : "")
        drawn.xTitle = "frequency, Hz"
        drawn.height = 230
        for (band, style) in [(HRVBands.vlf, "vlf"), (HRVBands.lf, "lf"), (HRVBands.hf, "hf")] {
            drawn.band(band, style: style)
        }
        drawn.line(zip(bins, heights).map { PlotPoint(x: $0.hertz, y: $1) }, style: "line a")
        let names = [("VLF", HRVBands.vlf), ("LF", HRVBands.lf), ("HF", HRVBands.hf)]
        for (name, band) in names {
            drawn.text(
                name, at: (band.lowerBound + band.upperBound) / 2, y.upperBound, down: 15)
        }
        if let peak = window.payload.breathing?.peak.value?.value {
            drawn.vertical(at: peak, style: "cursor")
            drawn.text(
                "breathing \(Text.number(peak, digits: 2)) Hz", at: peak, y.upperBound,
                anchor: .start, down: 32, style: "note shift")
        }
        return Self.figure(drawn.markup, caption: spectrumCaption(heart, window, spectrum))
    }

    private func powerWords(_ heart: HeartReport, _ payload: HRVPayload) -> String {
        let parts = [("vlfPower", "VLF"), ("lfPower", "LF"), ("hfPower", "HF")].map { name, word in
            heart.measure(name, in: payload)?.value.map { "\(word) \(Text.figure($0.value)) ms²" }
                ?? "\(word) —"
        }
        return ": " + parts.joined(separator: ", ")
    }

    private func spectrumCaption(
        _ heart: HeartReport, _ window: HeartReport.Window, _ spectrum: PowerSpectrum
    ) -> Markup {
        let ratio =
            heart.measure("lfHfRatio", in: window.payload)?.value
            .map { "; LF/HF \(Text.figure($0.value))" } ?? ""
        let breathing: String
        if let found = window.payload.breathing, let peak = found.peak.value?.value {
            let share = found.shareOfHF.map { ", \(Text.percent($0.value)) % of HF" } ?? ""
            breathing =
                " The dashed line is the clearest peak from 0.15 Hz up, taken for breathing: "
                + "\(Text.number(60 * peak, digits: 1)) a minute\(share)."
        } else {
            breathing = " No peak is clear enough to be taken for breathing."
        }
        let warning = window.payload.breathing?.detail.map { " \($0)" } ?? ""
        return """
            \(place(of: window.payload)), preset \(window.payload.preset)\(powerWords(heart, window.payload))\
            \(ratio). Mean of \(spectrum.segmentCount) segment\(spectrum.segmentCount == 1 ? "" : "s"), bins of \
            \(Text.figure(1_000 * spectrum.resolution.value)) mHz; powers are integrated from band edge to band \
            edge, not scaled by the peak.\(breathing)\(warning)
            """
    }

    // MARK: Poincaré

    /// Dots up to here are drawn one by one.
    private static let dotsMax = 2_500

    private func poincareFigure(_ heart: HeartReport) -> Markup? {
        let window = heart.drawn ?? heart.whole
        let nn = window.nn
        let pairs = nn.milliseconds.indices.dropFirst().filter { nn.followsPrevious[$0] }.map {
            PlotPoint(x: nn.milliseconds[$0 - 1], y: nn.milliseconds[$0], follows: false)
        }
        guard pairs.count > 2, let low = pairs.map({ min($0.x, $0.y) }).min(),
            let high = pairs.map({ max($0.x, $0.y) }).max(), high > low
        else { return nil }
        let range = Ticks.padded(low...high)
        let axes = ["sd1", "sd2"].map { heart.measure($0, in: window.payload)?.value?.value }
        var drawn = Plot(
            x: range, y: range,
            description: "Poincaré plot of \(pairs.count) pairs of neighbouring intervals.")
        drawn.isSquare = true
        drawn.xTicks = Ticks(over: range, count: 5).ticks
        drawn.yTicks = Ticks(over: range, count: 5).ticks
        drawn.xTitle = "interval, ms"
        drawn.yTitle = "next interval, ms"
        var diagonal = drawn.newPath()
        diagonal.move(to: range.lowerBound, range.lowerBound)
        diagonal.line(to: range.upperBound, range.upperBound)
        drawn.add(diagonal, style: "line thin soft dash")
        drawn.dots(
            Self.thinned(pairs, over: range), style: pairs.count <= 400 ? "a dot few" : "a dot")
        var words = "SD1 —, SD2 —"
        if let sd1 = axes[0], let sd2 = axes[1] {
            let centre = pairs.reduce((0.0, 0.0)) { ($0.0 + $1.x, $0.1 + $1.y) }
            let count = Double(pairs.count)
            ellipse(
                on: &drawn, centre: (centre.0 / count, centre.1 / count), sd1: sd1, sd2: sd2)
            words = "SD1 \(Text.figure(sd1)) ms across, SD2 \(Text.figure(sd2)) ms along"
        }
        let thin =
            pairs.count > Self.dotsMax
            ? " So many pairs that a dot stands for all that fall on it; the outermost are all there."
            : ""
        return Self.figure(
            drawn.markup, isBeside: true,
            caption: """
                \(place(of: window.payload)): each interval against the next, \(pairs.count) pairs. The ellipse \
                has the half axes \(words) (one standard deviation).\(thin)
                """)
    }

    /// One dot for each cell of a fine grid that has any: an outlier alone in its cell stays.
    private static func thinned(
        _ pairs: [PlotPoint], over range: ClosedRange<Double>
    ) -> [PlotPoint] {
        guard pairs.count > dotsMax else { return pairs }
        let cells = 140.0
        let length = range.upperBound - range.lowerBound
        var seen: Set<Int> = []
        return pairs.filter { point in
            let across = Int((point.x - range.lowerBound) / length * cells)
            let along = Int((point.y - range.lowerBound) / length * cells)
            return seen.insert(across * 1_000 + along).inserted
        }
    }

    private func ellipse(
        on drawn: inout Plot, centre: (x: Double, y: Double), sd1: Double, sd2: Double
    ) {
        var outline = drawn.newPath()
        let half = 0.5.squareRoot()
        func point(_ along: Double, _ across: Double) -> (Double, Double) {
            (centre.x + half * (along - across), centre.y + half * (along + across))
        }
        for step in 0...72 {
            let angle = 2 * Double.pi * Double(step) / 72
            let (x, y) = point(sd2 * Double.cos(angle), sd1 * Double.sin(angle))
            if step == 0 { outline.move(to: x, y) } else { outline.line(to: x, y) }
        }
        drawn.add(outline, style: "line wide b")
        var axes = drawn.newPath()
        for (from, to) in [(point(-sd2, 0), point(sd2, 0)), (point(0, -sd1), point(0, sd1))] {
            axes.move(to: from.0, from.1)
            axes.line(to: to.0, to.1)
        }
        drawn.add(axes, style: "line b")
    }
}
