import Testing

@testable import Settings

struct YAMLReaderTests {
    @Test(arguments: [
        (
            "agent: &a {name: x}",
            "FILE, line 1, column 8: anchors (&) and aliases (*) are not taken. Write the value out."
        ),
        (
            "agent: {name: *a}",
            "FILE, line 1, column 15: anchors (&) and aliases (*) are not taken. Write the value out."
        ),
        (
            "agent: {name: !!str x}",
            "FILE, line 1, column 15: tags (!) are not taken. Write the value alone."
        ),
        (
            "? agent\n: {}",
            "FILE, line 1, column 1: keys that begin with ? are not taken. Write key: value."
        ),
        (
            "agent: {name: \"a\n  b\"}",
            "FILE, line 1, column 15: the quotation mark is not closed on its line."
        ),
        (
            "agent: \(String(repeating: "[", count: 9))",
            "FILE, line 1, column 16: brackets are nested deeper than 8."
        ),
        (
            "- - - - - - - - - x",
            "FILE, line 1, column 19: values are nested deeper than 8."
        ),
        (
            "agent: {name: a}\nagent: {name: b}",
            "FILE, line 1, column 1: \"agent\" stands here more than once. Keep one."
        ),
        (
            "agent: {name: a, \"name\": b}",
            "FILE, line 1, column 9: \"name\" stands here more than once. Keep one."
        ),
        ("[a]: b", "FILE, line 1, column 1: a list is no key. Write key: value."),
        ("{a}: b", "FILE, line 1, column 1: a group of keys is no key. Write key: value."),
        (
            "agent: {}\n---\nagent: {}",
            "FILE, line 2, column 1: it is not YAML: expected a single document in the stream, but found another document."
        ),
        (
            "agent:\n\tname: a",
            "FILE, line 2, column 1: it is not YAML: while scanning for the next token, found character that cannot start any token."
        ),
        (
            "agent: {}\na\u{1}b",
            "FILE, line 2, column 2: it is not YAML: control characters are not allowed."
        ),
    ])
    func whatIsNotReadIsSaid(_ text: String, _ sentence: String) throws {
        #expect(try problems(text) == [sentence])
    }

    @Test(arguments: [
        "# an *old* & a !new comment, ? and [[[[[[[[[[[[[[[[[[[[[[\nagent: {name: x}",
        "agent: {name: x} # an *old* comment, it's",
        "agent: {name: \"x\"} # nothing",
        "agent: {name: 'x', person: \"it's R&D's *\"}",
        "%YAML 1.1\n---\nagent:\r\n  name: x\r\n...\n",
    ])
    func signsInCommentsAndTextAreNoHarm(_ text: String) throws {
        #expect(try load(text).settings.agent.name == "x")
    }

    /// Nine lines that would be a thousand million keys, were they written out.
    @Test func aliasesAreNotFollowed() throws {
        var text = "a0: &a0 [x]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        text += "agent: {*a9 : x}\n"
        #expect(try problems(text).count == 1)
    }

    /// No way past the screen: each of these holds an anchor where a careless reader sees a comment
    /// or a quoted text.
    @Test(arguments: [
        "[foo \"bar, &x baz\"]", "[foo\n\"bar, &x baz\"]", "[foo\n- \"bar, &x baz\"]",
        "[\n\"foo\n# bar\", &x y]", "[foo \"bar, \"x # y\", &a b]", "[foo \"bar # baz\", &x y]",
        "{\"a\":&x 1}", "[&x y]", "a: b\u{2028}c: &x d", "# a\u{85}b: &x c", "# a\rb: &x c",
        "{?&x a}", "--- &x a", "\u{FEFF}&x a: b", "['it''s', &x y]", "[a:\u{FEFF}\"b, &x c\"]",
        "[a\u{FEFF}# b, &x c]", "[\"\\\"\", &x y]",
    ])
    func anchorsDoNotHide(_ text: String) {
        #expect(throws: YAMLProblem.self) { try YAMLReader.read(text) }
    }

    /// What costs a YAML parser most, within the size and depth allowed.
    @Test(.timeLimit(.minutes(1)))
    func worstAllowedTextIsReadInTime() {
        let inner = "[" + String(repeating: "a,", count: 131_000) + "]"
        let text = String(repeating: "{", count: 7) + inner + String(repeating: "}", count: 7)
        #expect(text.utf8.count <= ConfigurationFile.bytesMax)
        #expect(throws: YAMLProblem.self) { try YAMLReader.read(text) }
    }
}
