import Biosignals
import Sedentary

/// Skin conductance, breathing and stationary time.
extension HTMLReport {
    // MARK: Skin

    var skinChapter: Chapter? {
        guard let skin = report.skin else { return nil }
        let title = "Skin conductance"
        if let why = skin.absent {
            return Chapter(
                id: "skin", title: title, content: Self.absent("Level and responses", because: why))
        }
        guard let low = skin.tonic.map(\.y).min(), let high = skin.tonic.map(\.y).max() else {
            return Chapter(
                id: "skin", title: title,
                content: Self.absent(
                    "Level and responses", because: "no second of \(skin.channel) was usable"))
        }
        return Chapter(
            id: "skin", title: title,
            content: levelFigure(skin, low...high) + responseFigure(skin))
    }

    private func levelFigure(_ skin: SkinReport, _ range: ClosedRange<Double>) -> Markup {
        var whole = range
        let trace = report.signals.first {
            report.account.channels[$0.channel].name == skin.channel
        }
        if let seen = trace?.envelope.range {
            whole =
                min(whole.lowerBound, seen.lowerBound)...max(whole.upperBound, seen.upperBound)
        }
        var drawn = plot(
            over: Ticks.padded(whole), title: "\(skin.channel), µS", height: 170,
            description: "Tonic skin conductance level from \(Text.figure(range.lowerBound)) to "
                + "\(Text.figure(range.upperBound)) µS, with \(skin.responses.count) responses.")
        if let trace {
            drawn.envelope(
                trace.envelope.columns,
                seconds: Double(trace.envelope.samplesPerColumn) / trace.hertz, style: "fill soft")
        }
        drawn.line(skin.tonic, style: "line wide a")
        return Self.figure(
            drawn.markup, caption: "The signal and its tonic level, second by second.",
            key: Self.key([
                (Self.sample(line: "a"), "tonic level"),
                (Self.sample(line: "soft"), "signal as recorded"),
            ]))
    }

    private func responseFigure(_ skin: SkinReport) -> Markup {
        guard let top = skin.responses.map(\.amplitude).max(), top > 0 else {
            return Self.absent("Responses", because: "none was found")
        }
        var drawn = plot(
            over: 0...(top * 1.08), title: "response amplitude, µS", height: 90, ticks: 3,
            description: "\(skin.responses.count) skin conductance responses, up to "
                + "\(Text.figure(top)) µS.")
        var stems = drawn.newPath()
        for response in skin.responses {
            stems.move(to: response.onset, 0)
            stems.line(to: response.onset, response.amplitude)
        }
        drawn.add(stems, style: "line b")
        let amplitudes = skin.responses.map(\.amplitude).sorted()
        let rises = skin.responses.map(\.rise).sorted()
        let recoveries = skin.responses.compactMap(\.halfRecovery).sorted()
        let half = Self.median(recoveries).map { "\(Text.figure($0)) s" } ?? "—"
        return Self.figure(
            drawn.markup,
            caption: """
                \(skin.responses.count) responses, each at its onset. Medians: amplitude \
                \(Text.figure(Self.median(amplitudes) ?? 0)) µS, rise \
                \(Text.figure(Self.median(rises) ?? 0)) s, half recovery \(half) \
                (known of \(recoveries.count)).
                """)
    }

    // MARK: Breathing

    var breathingChapter: Chapter? {
        guard let breathing = report.breathing else { return nil }
        var points: [PlotPoint] = []
        for minute in breathing.minutes {
            guard let rate = minute.perMinute else { continue }
            let middle = (minute.window.lowerBound + minute.window.upperBound) / 2
            points.append(
                PlotPoint(
                    x: middle, y: rate, follows: points.last.map { middle - $0.x < 90 } ?? false)
            )
        }
        let how =
            breathing.isMeasured
            ? "Measured by the channel \(breathing.source)."
            : "Not measured: \(breathing.source.isEmpty ? "no source" : breathing.source)."
        guard let low = points.map(\.y).min(), let high = points.map(\.y).max() else {
            return Chapter(
                id: "breathing", title: "Breathing",
                content: Self.absent(
                    "Breathing rate", because: "in no minute was the signal usable"))
        }
        var drawn = plot(
            over: Ticks.padded(low...high, by: 0.15), title: "breaths, 1/min", height: 130,
            description: "Breathing rate from \(Text.figure(low)) to \(Text.figure(high)) a minute."
        )
        drawn.line(points, style: "line c")
        if points.count < 120 { drawn.dots(points, style: "c dot few") }
        return Chapter(
            id: "breathing", title: "Breathing",
            content: Self.figure(
                drawn.markup,
                caption: """
                    \(how) \(points.count) of \(breathing.minutes.count) minutes state a rate; \
                    \(breathing.breathCount) breaths were found.
                    """))
    }

    // MARK: Stationary time

    var movementChapter: Chapter? {
        guard let movement = report.movement else { return nil }
        let title = "Stationary time"
        guard movement.epochs.contains(where: { $0.state != .unknown }) else {
            return Chapter(
                id: "movement", title: title,
                content: Self.absent(
                    "Stationary time", because: "of no minute could it be told"))
        }
        return Chapter(
            id: "movement", title: title,
            content: timeline(movement) + boutTable)
    }

    private static let rows: [(state: Epoch.State, name: String, style: String)] = [
        (.active, "active", "active"), (.stationary, "stationary", "stationary"),
        (.asleep, "asleep", "asleep"), (.notWorn, "not worn", "idle"),
        (.unknown, "unknown", "idle"),
    ]

    func timelinePlot(_ movement: MovementReport) -> Plot {
        let used = Self.rows.filter { row in movement.epochs.contains { $0.state == row.state } }
        let count = Double(used.count)
        var drawn = Plot(
            x: span, y: 0...count,
            description: "Timeline of minutes by state: "
                + used.map(\.name).joined(separator: ", ") + ".")
        drawn.xTicks = time.ticks(over: span)
        drawn.height = 26 * used.count
        for (index, row) in used.enumerated() {
            let base = count - 1 - Double(index)
            drawn.yTicks.append(Ticks.Tick(value: base + 0.5, label: row.name))
            var start: Double?
            for (place, epoch) in movement.epochs.enumerated() where epoch.state == row.state {
                let next = place + 1 < movement.epochs.count ? movement.epochs[place + 1] : nil
                start = start ?? epoch.start.value
                if next?.state != row.state || (next?.start.value ?? 0) > epoch.end.value + 1 {
                    drawn.block(
                        (start ?? 0)..<epoch.end.value, (base + 0.22)..<(base + 0.78),
                        style: row.style)
                    start = nil
                }
            }
        }
        return drawn
    }

    private func timeline(_ movement: MovementReport) -> Markup {
        let total = movement.total
        return Self.figure(
            "<div class=\"timeline\">\(timelinePlot(movement).markup)</div>",
            caption: """
                Minute by minute, judged from \(movement.evidence.joined(separator: ", ")). Stationary is sitting, lying \
                or standing without walking about: posture is not observed. About \
                \(Text.number(total.minutes, digits: 0)) min stationary (95 %: \
                \(Text.number(total.minutesInterval95.lowerBound, digits: 0)) to \
                \(Text.number(total.minutesInterval95.upperBound, digits: 0))) of \
                \(Text.number(total.observedMinutes, digits: 0)) told; asleep \
                \(Text.number(total.asleepMinutes, digits: 0)), not worn \
                \(Text.number(total.notWornMinutes, digits: 0)), unknown \
                \(Text.number(total.unknownMinutes, digits: 0)).
                """)
    }

    private static let boutsMax = 24

    private var boutTable: Markup {
        let bouts = report.account.bouts.filter { $0.end - $0.start >= 300 }
        guard !bouts.isEmpty else {
            return "<p class=\"why\">No stretch of five minutes or more.</p>"
        }
        let rows = bouts.prefix(Self.boutsMax).map { bout -> Markup in
            """
            <tr><td>\(stretch(bout.start, bout.end))</td>\
            <td class="n">\(Text.number(bout.minutes, digits: 0)) min</td>\
            <td class="n">\(Text.number(bout.interval.lowerBound, digits: 0)) to \
            \(Text.number(bout.interval.upperBound, digits: 0))</td>\
            <td>\(Text.spaced(bout.endedBy))</td></tr>
            """
        }
        let more =
            bouts.count > Self.boutsMax
            ? "<p class=\"why\">and \(bouts.count - Self.boutsMax) more.</p>" as Markup : ""
        let table = Self.scroll(
            "Stationary stretches",
            """
            <table><caption>Stationary stretches of five minutes or more</caption><thead><tr><th>\
            from, to</th><th class="n">stationary</th><th class="n">95 %</th><th>ended by</th></tr>\
            </thead><tbody>\(rows)</tbody></table>
            """)
        return "\(table)\(more)"
    }
}
