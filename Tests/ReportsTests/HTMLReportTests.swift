import Biosignals
import Foundation
import Reports
import Testing

@Suite struct HTMLReportTests {
    private let page = HTMLReport(ReportFixture.whole()).text

    /// Each `<svg class="plot…">` of the page, with what is in it.
    private func plots(_ page: String) -> [String] {
        page.components(separatedBy: "<svg class=\"plot").dropFirst().map { rest in
            var depth = 1
            var text = "<svg class=\"plot"
            for part in rest.components(separatedBy: "<") {
                text += text.hasSuffix("plot") ? part : "<" + part
                if part.hasPrefix("svg") { depth += 1 }
                if part.hasPrefix("/svg") { depth -= 1 }
                if depth == 0 { break }
            }
            let end = text.range(of: "</svg>", options: .backwards)?.upperBound
            return String(text.prefix(upTo: end ?? text.endIndex))
        }
    }

    @Test func signalsTachogramSpectrumAndPoincareAreInlineSVG() throws {
        let parts = page.components(separatedBy: "<section id=\"")
        for id in ["signals", "tachogram", "spectrum", "skin", "breathing", "movement"] {
            let part = try #require(parts.first { $0.hasPrefix(id) })
            #expect(part.contains("<svg class=\"plot"), "\(id)")
        }
        #expect(page.contains("Poincaré plot of"))
        for plot in plots(page) {
            #expect(ReportFixture.elements(of: plot) != nil, "\(plot.prefix(200))")
        }
        #expect(plots(page).count >= 8)
    }

    @Test func thePageIsWellFormedAndNeedsNothingElse() throws {
        let names = try #require(ReportFixture.elements(of: page))
        #expect(
            Set(names).isDisjoint(with: [
                "script", "link", "img", "iframe", "object", "base", "form",
            ]))
        for word in ["http", "src=", "url(", "@import", "javascript"] {
            #expect(!page.contains(word), "\(word)")
        }
        let links = page.components(separatedBy: "href=\"").dropFirst()
        #expect(links.allSatisfy { $0.hasPrefix("#") })
        #expect(page.contains("doi:10.1109/TBME.1985.325532"))
        #expect(page.contains("@page") && page.contains("prefers-color-scheme:dark"))
    }

    @Test func aHostileNameIsOnlyAName() throws {
        let hostile = HTMLReport(ReportFixture.whole(name: ReportFixture.hostile)).text
        let names = try #require(ReportFixture.elements(of: hostile))
        #expect(names.filter { $0 == "script" || $0 == "img" }.isEmpty)
        #expect(hostile.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"))
        #expect(!hostile.contains("\u{202E}"))
        // As many elements as of a harmless one: nothing was opened or closed.
        #expect(names.count == ReportFixture.elements(of: page)?.count)
    }

    @Test func whatIsNotKnownIsADashWithItsReason() throws {
        let row = try #require(
            page.components(separatedBy: "<tr>").first { $0.contains(">sampEn</th>") })
        #expect(row.contains("<td class=\"n\">—</td>"))
        #expect(row.contains("too few intervals (found 120, needed 200)"))
        #expect(page.contains("sampEn: too few intervals (found 120, needed 200)."))
        #expect(page.contains("<data value=\"42.1234567\">42.1</data>"))
        #expect(page.contains("95 %: 36.0 to 48.9"))
    }

    @Test func aReportOfNothingSaysSoInWords() throws {
        var account = RecordingAccount(
            title: "x", format: "CSV", seconds: 0.5, endedBy: "endOfRecording")
        account.channels = [
            .init(
                name: "EDA", role: "eda", unit: "adu", hertz: 4, isUsed: true, usable: 0,
                complaints: [])
        ]
        var report = RecordingReport(account: account, program: "p")
        report.heartAbsent = "Heart: there is no ECG."
        var skin = SkinReport(channel: "EDA", usable: 0, usableSeconds: 0)
        skin.absent = "the unit of EDA is not known to be µS"
        report.skin = skin
        report.signals = [SignalTrace(channel: 0, hertz: 4, envelope: Envelope())]
        report.breathing = BreathingReport(
            source: "", isMeasured: false, breathCount: 0, minutes: [])
        let page = HTMLReport(report).text
        #expect(ReportFixture.elements(of: page) != nil)
        #expect(page.contains("EDA: — (not one sample was recorded)"))
        #expect(page.contains("Level and responses: — (the unit of EDA is not known to be µS)"))
        #expect(page.contains("Breathing rate: — (in no minute was the signal usable)"))
        #expect(page.contains("Heart: there is no ECG."))
        #expect(!page.contains("NaN") && !page.contains("inf%"))
    }

    @Test func theLedgerIsBoundedAndSaysHowManyMore() {
        var report = ReportFixture.whole()
        report.heart?.whole.nn.edits = (1...400).map {
            .init(kind: .extra, seconds: Double($0), costBefore: 4, costAfter: 1, id: $0)
        }
        let page = HTMLReport(report).text
        #expect(page.contains("and 250 more in --edits."))
        #expect(page.contains("numbered") || page.contains("Numbered"))
    }

    @Test func theSameReportGivesTheSameBytes() {
        #expect(page == HTMLReport(ReportFixture.whole()).text)
    }
}
