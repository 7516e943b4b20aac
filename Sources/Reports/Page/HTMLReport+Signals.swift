/// Every signal as it was recorded, with what was thought of it.
extension HTMLReport {
    var signalChapter: Chapter? {
        guard !report.account.channels.isEmpty else { return nil }
        var content = channelTable
        for trace in report.signals { content += figure(of: trace) }
        if !report.excerpts.isEmpty {
            content += "<h3>Seen closely</h3>"
            for excerpt in report.excerpts { content += figure(of: excerpt) }
        }
        return Chapter(
            id: "signals", title: "Signals and their quality", content: content)
    }

    private var channelTable: Markup {
        let rows = report.account.channels.map { channel -> Markup in
            let complaints = channel.complaints.prefix(4)
                .map { "\(Text.spaced($0.reason)) \(Text.percent($0.share)) %" }
                .joined(separator: ", ")
            let usable = channel.usable.map { Text.percent($0) + " %" } ?? "—"
            let gaps =
                report.account.gaps.first { $0.channel == channel.name }
                .map { "\($0.count), \(Text.duration($0.seconds))" } ?? "none found"
            return """
                <tr><td>\(channel.name)</td>\
                <td data-label="taken for">\(channel.isUsed ? Self.role(channel.role) : "not used")</td>\
                <td class="n" data-label="rate">\(Text.trimmedNumber(channel.hertz, digits: 2)) Hz</td>\
                <td data-label="unit">\(Self.unit(channel.unit))</td>\
                <td class="n" data-label="usable">\(usable)</td>\
                <td data-label="against it">\(complaints.isEmpty ? "—" : complaints)</td>\
                <td data-label="gaps">\(channel.isUsed ? gaps : "—")</td></tr>
                """
        }
        return Self.scroll(
            "Channels",
            """
            <table class="stack"><thead><tr><th>channel</th><th>taken for</th>\
            <th class="n">rate</th><th>unit</th><th class="n">usable</th>\
            <th>what spoke against the rest (share of all seconds)</th><th>gaps</th></tr></thead>\
            <tbody>\(rows)</tbody></table>
            """)
    }

    /// What may be wider than the screen: it is moved by finger, wheel or arrow keys.
    static func scroll(_ label: String, _ table: Markup) -> Markup {
        """
        <div class="scroll" role="region" aria-label="\(label)" tabindex="0">\(table)</div>
        """
    }

    private func figure(of trace: SignalTrace) -> Markup {
        let channel = report.account.channels[trace.channel]
        guard let range = trace.envelope.range else {
            return Self.absent(channel.name, because: "not one sample was recorded")
        }
        let name = "\(channel.name), \(Self.unit(channel.unit))"
        var drawn = plot(
            over: Ticks.padded(range), title: name, height: 110, ticks: 3,
            description:
                "\(channel.name) over the whole recording, from \(Text.figure(range.lowerBound)) "
                + "to \(Text.figure(range.upperBound)) \(Self.unit(channel.unit)).")
        let seconds = Double(trace.envelope.samplesPerColumn) / trace.hertz
        drawn.envelope(trace.envelope.columns, seconds: seconds, style: "fill a")
        let each =
            trace.envelope.samplesPerColumn == 1
            ? "Every sample is drawn"
            : "Each column of \(Self.length(seconds)) reaches from its least to its greatest sample"
        let words =
            trace.quality.isEmpty
            ? "Its quality is not judged."
            : "The ribbon is filled as high as the share of its seconds that were usable."
        return Self.figure(
            drawn.markup + ribbon(trace.quality, channel.name), caption: "\(each). \(words)")
    }

    private static func length(_ seconds: Double) -> String { "\(Text.figure(seconds)) s" }

    /// Filled as high as the share of usable seconds; where nothing was judged it stays blank.
    private func ribbon(_ quality: [SignalTrace.Judged], _ name: String) -> Markup {
        guard !quality.isEmpty else { return "" }
        var drawn = Plot(x: span, y: 0...1, description: "Quality of \(name) over the recording.")
        drawn.height = 12
        let width = span.upperBound / Double(quality.count)
        var start = 0
        while start < quality.count {
            let share = Self.share(quality[start])
            var end = start + 1
            while end < quality.count, Self.share(quality[end]) == share { end += 1 }
            let across = Double(start) * width..<Double(end) * width
            if let share {
                if share > 0 { drawn.block(across, 0..<share, style: "good") }
                if share < 1 { drawn.block(across, share..<1, style: "bad") }
            }
            start = end
        }
        return "<div class=\"ribbon\">\(drawn.markup)</div>"
    }

    private static func share(_ judged: SignalTrace.Judged) -> Double? {
        judged.total == 0 ? nil : Double(judged.usable) / Double(judged.total)
    }

    private func figure(of excerpt: SignalExcerpt) -> Markup {
        let channel = report.account.channels[excerpt.channel]
        guard let low = excerpt.points.map(\.y).min(), let high = excerpt.points.map(\.y).max()
        else {
            return Self.absent(channel.name, because: "no sample lies in the stretch")
        }
        let y = Ticks.padded(low...high, by: 0.14)
        let length = Text.duration(excerpt.seconds.upperBound - excerpt.seconds.lowerBound)
        var drawn = Plot(
            x: excerpt.seconds.lowerBound...excerpt.seconds.upperBound, y: y,
            description: "\(length) of \(channel.name) from "
                + "\(time.label(excerpt.seconds.lowerBound, step: 1)), with "
                + "\(excerpt.beats.count) beats marked.")
        drawn.xTicks = time.ticks(over: drawn.x)
        drawn.yTicks = Ticks(over: y, count: 4).ticks
        drawn.yTitle = "\(channel.name), \(Self.unit(channel.unit))"
        drawn.height = 130
        drawn.line(excerpt.points, style: "line a")
        for beat in excerpt.beats {
            drawn.mark(
                .beat, at: beat.seconds, y.upperBound,
                style: beat.quality < 0.5 ? "beat weak" : "beat")
        }
        for edit in excerpt.edits {
            drawn.mark(Self.mark(ofEdit: edit.kind), at: edit.seconds, y.lowerBound)
            drawn.text("\(edit.id)", at: edit.seconds, y.lowerBound, anchor: .start, down: -8)
        }
        var entries: [(Markup, String)] = []
        if excerpt.beats.contains(where: { $0.quality >= 0.5 }) {
            entries.append((Self.sample(mark: .beat, style: "beat"), "found, quality 0.5 or more"))
        }
        if excerpt.beats.contains(where: { $0.quality < 0.5 }) {
            entries.append(
                (Self.sample(mark: .beat, style: "beat weak"), "found, quality under 0.5"))
        }
        for kind in Set(excerpt.edits.map(\.kind)).sorted() {
            entries.append((Self.sample(mark: Self.mark(ofEdit: kind)), kind))
        }
        return Self.figure(
            drawn.markup,
            caption:
                "\(excerpt.reason), \(stretch(excerpt.seconds.lowerBound, excerpt.seconds.upperBound)).",
            key: entries.isEmpty ? "" : Self.key(entries.map { (sample: $0.0, words: $0.1) }))
    }

    /// As people write it.
    static func unit(_ symbol: String) -> String {
        switch symbol {
        case "uS": "µS"
        case "degC": "°C"
        case "1": "—"
        default: symbol
        }
    }

    private static func role(_ role: String?) -> String {
        switch role {
        case "ecg": "ECG"
        case "ppg": "pulse wave (PPG)"
        case "eda": "skin conductance"
        case "resp": "breathing"
        case "acc": "acceleration"
        case "temp": "temperature"
        default: role ?? "—"
        }
    }

    static func mark(ofEdit kind: String) -> PlotMark {
        switch kind {
        case "missed": .plus
        case "extra": .cross
        case "moved": .diamond
        case "ectopic": .triangle
        default: .square
        }
    }
}
