import Testing

@testable import Agent

struct WatchLineTests {
    @Test func whatIsTooLongEndsInAnEllipsis() {
        var line = WatchLine("Heart ", .quiet)
        line.append("72 /min", .strong)
        #expect(line.fitted(to: 13).plain == "Heart 72 /min")
        #expect(line.fitted(to: 12).plain == "Heart 72 /m…")
        #expect(line.fitted(to: 1).plain == "…")
        #expect(line.fitted(to: 0).plain == "")
    }

    /// A name may be in any script; a wide character takes two columns.
    @Test func widthIsCountedInColumns() {
        #expect(WatchLine("心拍数 é").width == 8)
        #expect(WatchLine("心拍数").fitted(to: 5).plain == "心拍…")
        #expect(WatchLine("心拍数").fitted(to: 4).plain == "心…")
    }

    /// What a file or a board says moves no cursor and turns nothing around.
    @Test func hostileTextIsShownAsText() {
        let line = WatchLine("a\u{1B}[2Jb\n\u{202E}c\u{9B}d\u{2028}")
        #expect(line.plain == "a\u{FFFD}[2Jb\u{FFFD}c\u{FFFD}d\u{FFFD}")
        #expect(!line.escaped(usesColour: false).unicodeScalars.contains("\u{1B}"))
    }

    @Test func itemsAreWrappedAndSpread() {
        let items = ["HR 72", "RR 833", "SpO₂ —"].map { WatchLine($0) }
        #expect(
            WatchLine.wrapped(items, columns: 15, linesMax: 2).map(\.plain)
                == ["HR 72   RR 833", "SpO₂ —"])
        #expect(WatchLine.wrapped(items, columns: 4, linesMax: 1).map(\.plain) == ["HR …"])
        let spread = WatchLine.spread(WatchLine("left"), WatchLine("right"), columns: 12)
        #expect(spread.plain == "left   right")
        #expect(
            WatchLine.spread(WatchLine("left"), WatchLine("right"), columns: 10).plain == "left")
    }

    @Test func colourIsThereOnlyWhereItIsWanted() {
        let line = WatchLine("72", .strong)
        #expect(line.escaped(usesColour: true) == "\u{1B}[1m72\u{1B}[0m")
        #expect(line.escaped(usesColour: false) == "72")
    }
}
