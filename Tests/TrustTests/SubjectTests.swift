import Testing

@testable import Trust

struct SubjectTests {
    @Test(arguments: [
        ("a.b", "a.b", true), ("a.*", "a.b", true), ("a.*", "a.b.c", false), ("a.>", "a.b.c", true),
        ("a.>", "a", false), ("a.b", "a.*", false), ("a.*", "a.>", false), ("a.>", "a.*.b", true),
        ("*.b", "a.b", true), ("a.b.c", "a.b", false),
    ])
    func coversWhatItMatches(_ wide: String, _ narrow: String, _ isCovered: Bool) {
        #expect(Subject(wide).covers(Subject(narrow)) == isCovered)
    }

    @Test(
        arguments: [
            ("a.b", "a.b", "a.b"), ("a.*", "*.b", "a.b"), ("a.>", "*.b.c", "a.b.c"),
            ("a.*.c", "a.>", "a.*.c"), ("a.b", "a.c", nil), ("a", "a.b", nil), ("a.>", "a", nil),
            (
                "*.events.write.*.internal.*", "hue.events.write.hue.internal.security",
                "hue.events.write.hue.internal.security"
            ),
        ] as [(String, String, String?)])
    func intersectionIsWhatBothMatch(_ a: String, _ b: String, _ common: String?) {
        #expect(Subject(a).intersection(Subject(b))?.description == common)
        #expect(Subject(b).intersection(Subject(a))?.description == common)
    }
}
