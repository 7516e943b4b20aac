import Testing

@testable import Settings

struct KeySuggestionTests {
    @Test(arguments: [
        ("rotate_hour", "rotate_hours"), ("rotate-hours", "rotate_hours"),
        ("Rotate_Hours", "rotate_hours"), ("rotate_horus", "rotate_hours"), ("flder", "folder"),
        ("sync", nil), ("colour", nil), ("", nil),
    ])
    func nearestIsSuggested(_ word: String, _ expected: String?) {
        let keys = ["enabled", "folder", "rotate_hours", "sync_s"]
        #expect(KeySuggestion.nearest(to: word, among: keys) == expected)
    }

    /// kitten → sitten → sittin → sitting; ab → ba is one swap.
    @Test(arguments: [
        ("kitten", "sitting", 3), ("ab", "ba", 1), ("", "abc", 3), ("abc", "", 3), ("a", "a", 0),
    ])
    func distanceCountsTypingErrors(_ a: String, _ b: String, _ expected: Int) {
        #expect(KeySuggestion.distance(Array(a), Array(b)) == expected)
    }
}
