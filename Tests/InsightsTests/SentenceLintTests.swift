import Biosignals
import Insights
import Testing

@Suite struct SentenceLintTests {
    private let claim = Claim(
        id: "c1", quantity: "share", value: 90, unit: "%", interval95: nil, window: 0..<60,
        channels: [.ecg])

    @Test func wordsThatNothingHereMaySay() {
        for words in ["a sign of disease", "diagnosed", "caused by stress", "anxious"] {
            #expect(!SentenceLint.faults(ofWords: words).isEmpty, "\(words)")
        }
    }

    @Test func phrasesAreJudgementsToo() {
        #expect(!SentenceLint.faults(of: "It was not usable then").isEmpty)
        #expect(SentenceLint.faults(of: "It was \(.notUsable, by: claim) then").isEmpty)
        // Joined of two literals it is still said.
        let joined: Sentence = "It was not " + ("usable then" as Sentence)
        #expect(!SentenceLint.faults(of: joined).isEmpty)
    }

    @Test func aWordThatRunsIntoAnother() {
        #expect(!SentenceLint.faults(of: "un\(.good, by: claim)").isEmpty)
        #expect(!SentenceLint.faults(of: "\(claim, .percent)ile").isEmpty)
    }

    @Test func whatIsStatedMayNotMerelyBeNamed() throws {
        let insight = try #require(
            StationaryRule().decide(Made.inputs(Made.minutes(70))).insight)
        #expect(SentenceLint.faults(of: insight) == [])
        for place in [\Insight.Sentences.text, \.headline, \.reason, \.briefReason] {
            var sentences = insight.sentences
            sentences[keyPath: place] = sentences[keyPath: place] + " \(named: .sitting)"
            #expect(!SentenceLint.faults(of: remade(insight, sentences)).isEmpty)
        }
    }

    @Test func theNudgeHoldsNoMeasuredNumber() throws {
        let insight = try #require(
            StationaryRule().decide(Made.inputs(Made.minutes(70))).insight)
        let time = try #require(insight.claim("stationary_time"))
        var sentences = insight.sentences
        sentences.text = sentences.text + " after \(time, .duration)"
        #expect(!SentenceLint.faults(of: remade(insight, sentences)).isEmpty)
    }

    private func remade(_ insight: Insight, _ sentences: Insight.Sentences) -> Insight {
        var ledger = ClaimLedger()
        for claim in insight.claims {
            _ = ledger.add(
                claim.quantity, claim.value, unit: claim.unit, interval95: claim.interval95,
                window: claim.window, channels: claim.channels, source: claim.source,
                method: claim.method, count: claim.count)
        }
        return Insight(
            kind: insight.kind, rule: insight.rule, action: insight.action, sentences: sentences,
            ledger: ledger, confidence: insight.confidence, occasion: insight.occasion,
            time: insight.time, expires: insight.expires)
    }
}
