import Biosignals
import EventContract
import HRV

/// Insights, the ledger of edits, every measure, and how all of it was done.
extension HTMLReport {
    // MARK: Insights

    private static let insightsMax = 40

    var insightChapter: Chapter? {
        guard !report.account.channels.isEmpty else { return nil }
        guard !report.insights.isEmpty else {
            return Chapter(
                id: "insights", title: "Insights",
                content:
                    "<p>None: over this recording the agent would have had nothing to say.</p>")
        }
        let cards = report.insights.prefix(Self.insightsMax).map(card)
        let more = report.insights.count - cards.count
        return Chapter(
            id: "insights", title: "Insights",
            content: """
                <p class="soft">What the agent would have said while this was recorded, at the moment it would \
                have said it, without looking ahead.</p>
                \(cards)\(more > 0 ? "<p class=\"why\">and \(more) more.</p>" as Markup : "")
                """)
    }

    private func card(_ insight: InsightReport) -> Markup {
        let sure = Text.number(insight.confidence, digits: 2)
        let width = Text.percent(insight.confidence)
        let kind = Text.confidenceKind(insight.confidenceKind, of: insight.confidence)
        let claims = insight.claims.map { claim -> Markup in
            let value =
                claim.unit == "s of day"
                ? Text.clock(claim.value)
                : Text.claim(
                    claim.value, unit: claim.unit == "1" ? "1" : Self.unit(claim.unit),
                    interval95: claim.interval95)
            return """
                <li>\(claim.quantity.replacing("_", with: " ")): \(value)\
                <span class="soft">, \(stretch(claim.window.lowerBound, claim.window.upperBound))\
                \(claim.method.isEmpty ? "" : ", " + claim.method)</span></li>
                """
        }
        var notes: [(String, [String])] = [
            ("What would change it", insight.wouldChangeIf), ("Limits", insight.limits),
        ]
        if let why = insight.whyNotHigher { notes.insert(("Why not surer", [why]), at: 0) }
        let rest = notes.filter { !$0.1.isEmpty }.map { title, lines -> Markup in
            """
            <h4 class="small">\(title)</h4><ul class="small">\(lines.map { "<li>\($0)</li>" as Markup })</ul>
            """
        }
        return """
            <article class="card"><p class="head"><span>\(insight.kind) · at \
            \(time.label(insight.time))</span><span><span class="meter" aria-hidden="true"><i \
            style="width:\(width)%"></i></span>confidence \(sure) (\(kind))</span></p>\
            <h3>\(insight.headline)</h3><p>\(insight.reason)</p>\
            <h4 class="small">Resting on</h4><ul class="small">\(claims)</ul>\(rest)</article>

            """
    }

    // MARK: Ledger

    private static let editsMax = 150

    var ledgerChapter: Chapter? {
        guard let heart = report.heart else { return nil }
        let edits = heart.whole.nn.edits
        guard !edits.isEmpty else {
            return Chapter(
                id: "ledger", title: "Ledger of edits",
                content: "<p>Empty: no \(heart.beatWord) was edited.</p>")
        }
        let rows = edits.prefix(Self.editsMax).map { edit -> Markup in
            let isTested = edit.costBefore > 0
            let shift = edit.shiftSeconds.map { Text.number(1_000 * $0, digits: 0) + " ms" } ?? ""
            let cost =
                isTested
                ? "\(Text.number(edit.costBefore, digits: 1)) → \(Text.number(edit.costAfter, digits: 1))"
                : ""
            return """
                <tr><td class="n">\(edit.id)</td><td class="n">\(exact(edit.seconds))</td>\
                <td>\(edit.kind.rawValue)</td><td>\(Self.words(for: edit.kind, heart))</td>\
                <td class="n">\(shift)</td><td class="n">\(cost)</td></tr>
                """
        }
        let more = edits.count - rows.count
        let table = Self.scroll(
            "Ledger of edits",
            """
            <table><caption>Numbered as by hrv --edits FILE; hrv --undo N takes one \
            back. The cost is that of the test which asked for the edit.</caption>\
            <thead><tr><th class="n">no.</th><th class="n">at</th><th>kind</th><th>what was done</th>\
            <th class="n">moved by</th><th class="n">cost</th></tr></thead><tbody>\(rows)</tbody></table>
            """)
        return Chapter(
            id: "ledger", title: "Ledger of edits",
            content: """
                \(table)\(more > 0 ? "<p class=\"why\">and \(more) more in --edits.</p>" as Markup : "")
                """)
    }

    private func exact(_ seconds: Double) -> String {
        "\(time.label(seconds, step: 1)) (\(Text.number(seconds, digits: 2)) s)"
    }

    private static func words(for kind: BeatEdit.Kind, _ heart: HeartReport) -> String {
        let beat = heart.beatWord
        return switch kind {
        case .missed: "one \(beat) or more put in where none was found"
        case .extra: "a detection that was no \(beat) taken out"
        case .moved: "a \(beat) found at the wrong time moved"
        case .ectopic: "a sound \(beat) outside the rhythm: the intervals beside it left out"
        case .excluded: "intervals left out"
        }
    }

    // MARK: Measures

    /// In the order in which the field lists them.
    var measureNames: [String] { HRVMeasureName.allCases.map(\.rawValue) }

    var measureChapter: Chapter? {
        guard let heart = report.heart else { return nil }
        let rows = measureNames.compactMap { name -> Markup? in
            heart.measure(name).map { row(heart, name, $0) }
        }
        let fives =
            heart.fives.isEmpty
            ? "" as Markup : "<th class=\"n\">five minutes: median (windows)</th>"
        let window = heart.whole.payload.window
        let table = Self.scroll(
            "All measures",
            """
            <table><caption>\(heart.variabilityWord), preset \
            \(heart.whole.payload.preset), \(stretch(window.startSeconds?.value ?? 0, window.endSeconds?.value ?? 0)), \
            usable \(Text.percent(window.usable?.value ?? 0)) %, edited \(edited(heart)) %. The interval is where the mean of such \
            windows lies; the noise floor is what the error of the beats' times alone would give.</caption>\
            <thead><tr><th>measure</th><th class="n">value</th><th>unit</th><th class="n">95 %</th>\
            <th class="n">noise floor</th>\(fives)<th>method, or why there is no value</th></tr></thead>\
            <tbody>\(rows)</tbody></table>
            """)
        return Chapter(
            id: "measures", title: "All measures", startsPage: true, content: table)
    }

    /// Per cent of the beats.
    private func edited(_ heart: HeartReport) -> String {
        heart.whole.payload.beats.percentEdited.map { Text.number($0.value, digits: 2) } ?? "—"
    }

    private func row(_ heart: HeartReport, _ name: String, _ measure: WireMeasure) -> Markup {
        let value: Markup =
            measure.value.map {
                "<data value=\"\("\($0.value)")\">\(Text.figure($0.value))</data>"
            } ?? "—"
        let interval =
            measure.ci95.flatMap { ends in
                ends.count == 2
                    ? "\(Text.figure(ends[0].value)) to \(Text.figure(ends[1].value))" : nil
            } ?? "—"
        let floor = measure.noiseFloor.map { Text.figure($0.value) } ?? "—"
        let why =
            measure.value == nil ? Self.reason(measure) : measure.method ?? ""
        let unit = measure.unit == "1" ? "" : measure.unit
        return """
            <tr><th scope="row">\(heart.prefix + name)</th><td class="n">\(value)</td><td>\(unit)</td>\
            <td class="n">\(interval)</td><td class="n">\(floor)</td>\(median(heart, name))\
            <td class="method">\(why)</td></tr>
            """
    }

    private func median(_ heart: HeartReport, _ name: String) -> Markup {
        guard !heart.fives.isEmpty else { return "" }
        let values = heart.fives.compactMap { heart.measure(name, in: $0)?.value?.value }.sorted()
        guard let middle = Self.median(values) else { return "<td class=\"n\">—</td>" }
        return "<td class=\"n\">\(Text.figure(middle)) (\(values.count))</td>"
    }

    // MARK: Methods

    var methodChapter: Chapter? {
        let cards = report.methods.map { card -> Markup in
            """
            <section><h3>\(card.name)</h3><ul>\(card.lines.map { "<li>\($0)</li>" as Markup })</ul></section>
            """
        }
        let files = report.files.map { file -> Markup in
            "<li>\(file.name)<br/><code>\(file.sha256)</code></li>"
        }
        var said: [String] = report.account.comments.map { "Its header says: \($0)" }
        said += report.account.notices
        if let damage = report.damage { said.append(damage) }
        let notes = said.prefix(12).map { "<li>\($0)</li>" as Markup }
        let whole: Markup =
            report.files.count > 1
            ? "<li>all, one after the other<br/><code>\(report.sha256 ?? "")</code></li>" : ""
        return Chapter(
            id: "methods", title: "Methods, limits and input", startsPage: true,
            content: """
                <div class="methods">\(cards)</div>
                <h3>Input</h3>\(notes.isEmpty ? "" : "<ul class=\"small\">\(notes)</ul>" as Markup)
                <ul class="small"><li>made by \(report.program)</li>\(files)\(whole)</ul>
                <p class="why">The digests are SHA-256 of the files as they were read. The same input and the same \
                program give this page again, byte for byte.</p>
                """)
    }
}
