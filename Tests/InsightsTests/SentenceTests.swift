import Biosignals
import Insights
import Testing

@Suite struct SentenceTests {
    private let bout = Claim(
        id: "c1", quantity: "stationary_time", value: 181, unit: "min", interval95: nil,
        window: 0..<10_860, channels: [.ecg])

    @Test func textIsMadeOfItsParts() {
        let sentence: Sentence = "\(begin: .stationary, by: bout) for \(bout, .duration)"
        #expect(sentence.text == "Stationary for 3 hours 1 minute")
        #expect(sentence.claims == [bout])
        #expect(SentenceLint.faults(of: sentence).isEmpty)
        let rounded: Sentence = "\(bout, .roundedDuration), or \(bout, .minuteLong)"
        #expect(rounded.text == "3 hours, or 181-minute")
    }

    @Test func aNumberWithoutAClaimIsAFault() {
        #expect(!SentenceLint.faults(of: "It took 3 hours").isEmpty)
        #expect(!SentenceLint.faults(of: "It took three hours").isEmpty)
        #expect(SentenceLint.faults(of: "It took hours").isEmpty)
    }

    @Test(arguments: JudgedWord.allCases)
    func aJudgementWithoutAClaimIsAFault(_ word: JudgedWord) {
        #expect(!SentenceLint.faults(ofWords: word.rawValue).isEmpty)
        #expect(!SentenceLint.faults(ofWords: "It is \(word.rawValue).").isEmpty)
    }
}
