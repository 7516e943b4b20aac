import EventContract
import Sedentary

/// What somebody understands who reads nothing else.
extension HTMLReport {
    var firstPage: Markup {
        """
        \(banner)<header>
        <p class="eyebrow">\(eyebrow)</p>
        <h1>\(report.account.title)</h1>
        <p class="soft">It informs; it never diagnoses. A figure stands with its 95 % interval \
        where an error model exists, and a dash with the reason where it could not be told.</p>
        <dl class="facts">\(facts)</dl>
        </header>
        <div class="tiles">\(tiles)</div>
        <h3>In plain words</h3>
        <ul class="said">\(PlainWords(self).sentences.map { "<li>\($0)</li>" as Markup })</ul>
        \(miniature)
        \(unknown)
        """
    }

    private var banner: Markup {
        guard report.isDemo else { return "" }
        return """
            <p class="banner" role="note"><strong>A demonstration</strong>: a recording, or a \
            simulated board. Nothing here was measured on you.</p>

            """
    }

    private var eyebrow: String {
        let made = report.dateText.map { ", made on \($0)" } ?? ""
        return "Report of a recording" + made
            + (report.isLive
                ? " — as a running agent would have seen it, without looking ahead" : "")
    }

    private var facts: [Markup] {
        let account = report.account
        let start =
            account.startText.map { text -> String in
                // To the second: nobody reads the rest.
                let whole = text.split(separator: ".").first.map(String.init) ?? text
                return whole.replacing("T", with: " ") + " UTC"
            } ?? "not recorded"
        var facts: [(String, String)] = [
            ("Person", report.person ?? "not stated"), ("Began", start),
            ("Lasted", Text.duration(account.seconds)), ("Source", account.format),
        ]
        if let zone = report.timeZone { facts.append(("Clock", zone)) }
        let used = account.channels.filter(\.isUsed)
        if !used.isEmpty {
            facts.append(
                (
                    "Signals",
                    used.map { "\($0.name) at \(Text.trimmedNumber($0.hertz, digits: 2)) Hz" }
                        .joined(separator: ", ")
                ))
        }
        if account.endedBy != "endOfRecording" {
            facts.append(("Ended early", report.damage ?? Text.spaced(account.endedBy)))
        }
        return facts.map { "<div><dt>\($0)</dt><dd>\($1)</dd></div>" }
    }

    private var tiles: [Markup] {
        var tiles: [Markup] = []
        if let heart = report.heart {
            let rate = heart.source == "ppg" ? "Pulse rate" : "Heart rate"
            tiles.append(
                tile(rate, heart.measure("heartRate"), unit: "/min", "mean"))
            tiles.append(
                tile("RMSSD", heart.measure("rmssd"), unit: "ms", "beat to beat"))
            tiles.append(tile("SDNN", heart.measure("sdnn"), unit: "ms", "over all"))
        }
        if let movement = report.movement, movement.total.observedMinutes > 0 {
            let total = movement.total
            tiles.append(
                tile(
                    "Stationary", Text.number(total.minutes, digits: 0), unit: "min",
                    interval(
                        total.minutesInterval95.lowerBound, total.minutesInterval95.upperBound),
                    "of \(Text.number(total.observedMinutes, digits: 0)) min told"))
        }
        if let breathing = report.breathing {
            let rates = breathing.minutes.compactMap(\.perMinute).sorted()
            tiles.append(
                tile(
                    "Breathing",
                    Self.median(rates).map { Text.number($0, digits: 1) } ?? "—", unit: "/min",
                    rates.isEmpty ? "no minute was usable" : "median of \(rates.count) min",
                    breathing.isMeasured
                        ? "measured" : breathing.source.isEmpty ? "no source" : breathing.source))
        }
        if let skin = report.skin, skin.absent == nil, !skin.tonic.isEmpty {
            let mean = skin.tonic.reduce(0) { $0 + $1.y } / Double(skin.tonic.count)
            tiles.append(
                tile(
                    "Skin conductance", Text.number(mean, digits: 2), unit: "µS", "mean level",
                    "\(skin.responses.count) responses"))
        }
        if let effective {
            tiles.append(
                tile(
                    "Effective data", Text.number(100 * effective.share, digits: 0), unit: "%",
                    effective.words))
        }
        return tiles
    }

    /// Share of the main signal that figures rest on.
    private var effective: (share: Double, words: String)? {
        if let heart = report.heart, let usable = heart.whole.payload.window.usable?.value {
            guard let channel = heart.channel else { return nil }
            return (usable, "of \(channel) was usable")
        }
        let used = report.account.channels.first { $0.isUsed && $0.usable != nil }
        guard let used, let usable = used.usable else { return nil }
        return (usable, "of \(used.name) was usable")
    }

    private func interval(_ low: Double, _ high: Double) -> String {
        "95 %: \(Text.figure(low)) to \(Text.figure(high))"
    }

    private func tile(
        _ name: String, _ measure: WireMeasure?, unit: String, _ words: String
    ) -> Markup {
        guard let measure, let value = measure.value?.value else {
            return tile(
                name, "—", unit: "",
                measure.map { Self.reason($0) } ?? "not computed")
        }
        let ends = measure.ci95.flatMap { $0.count == 2 ? interval($0[0].value, $0[1].value) : nil }
        return tile(
            name, Text.figure(value), unit: unit, ends ?? "95 % interval: —", words)
    }

    private func tile(
        _ name: String, _ value: String, unit: String, _ lines: String...
    ) -> Markup {
        let rest = lines.map { "<span>\($0)</span>" as Markup }
        return """
            <div class="tile"><span>\(name)</span><b>\(value) <small>\(unit)</small></b>\(rest)</div>
            """
    }

    /// The heart rate's course, small, for the first look.
    private var miniature: Markup {
        guard let points = report.heart.map(ratePoints), points.count > 1,
            let low = points.map(\.y).min(), let high = points.map(\.y).max()
        else { return "" }
        var small = plot(
            over: Ticks.padded(low...high), title: "\(report.heart?.rateWord ?? ""), 1/min",
            height: 90, ticks: 3,
            description: "Course of the \(report.heart?.rateWord ?? "") over the recording, from "
                + "\(Text.figure(low)) to \(Text.figure(high)) a minute.")
        small.line(points, style: "line a")
        return Self.figure(
            small.markup, caption: "The recording at a glance; across: \(time.title).")
    }

    private var unknown: Markup {
        var sentences = report.account.notSaid
        if let why = report.heartAbsent { sentences.append(why) }
        sentences += withheld
        if let why = report.skin?.absent { sentences.append("Skin conductance: \(why).") }
        guard !sentences.isEmpty else { return "" }
        let items = sentences.map { "<li>\($0)</li>" as Markup }
        return """
            <div class="unknown"><h3>What could not be told, and why</h3>
            <ul>\(items)</ul></div>
            """
    }

    /// Measures of the whole recording without a value, gathered by reason.
    private var withheld: [String] {
        guard let heart = report.heart else { return [] }
        var byReason: [String: [String]] = [:]
        for name in measureNames {
            guard let measure = heart.measure(name), measure.value == nil else { continue }
            byReason[Self.reason(measure), default: []].append(heart.prefix + name)
        }
        return byReason.sorted { $0.key < $1.key }.map { reason, names in
            "\(names.joined(separator: ", ")): \(reason)."
        }
    }

    /// A reason as people say it.
    static func reason(_ measure: WireMeasure) -> String {
        let words = Text.reason(measure.reason ?? "")
        guard let detail = measure.detail, !detail.isEmpty else { return words }
        return "\(words) (\(detail))"
    }

    static func median(_ sorted: [Double]) -> Double? {
        guard !sorted.isEmpty else { return nil }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
