@testable import Reports
import Testing

@Suite struct MarkupTests {
    @Test func textIsEscapedAndMarkupIsNot() {
        let name = "<script>alert(\"1\")</script>"
        let inner: Markup = "<b>\(name)</b>"
        let whole: Markup = "<i title=\"\(name)\">\(inner)</i>"
        #expect(
            whole.text == "<i title=\"&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;\"><b>"
                + "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;</b></i>")
    }

    @Test func controlsAndTurnedWritingBecomeAReplacement() {
        #expect(
            Markup.escaped("a\u{0}b\u{1B}[2J\u{202E}c'&\u{FFFE}")
                == "a\u{FFFD}b\u{FFFD}[2J\u{FFFD}c&#39;&amp;\u{FFFD}")
    }
}
