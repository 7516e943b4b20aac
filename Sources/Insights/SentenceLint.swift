/// What is wrong with a sentence's fixed words: numbers and judgements that no claim bears out, and
/// words that nothing here may say. Run by the tests over every sentence of every rule.
public enum SentenceLint {
    /// Empty when nothing is wrong.
    public static func faults(of sentence: Sentence) -> [String] {
        var faults: [String] = []
        for part in sentence.parts {
            guard case .words(let words) = part else { continue }
            faults += Self.faults(ofWords: words)
        }
        // A word that a claim bears out is a word of its own.
        for (one, next) in zip(sentence.parts, sentence.parts.dropFirst()) {
            if case .words(let words) = one, words.last?.isLetter == true {
                faults.append("“\(words)” runs into “\(next.text)”")
            }
            if case .words(let words) = next, words.first?.isLetter == true {
                faults.append("“\(one.text)” runs into “\(words)”")
            }
        }
        return faults
    }

    /// Of everything that an insight says.
    public static func faults(of insight: Insight) -> [String] {
        let sentences = insight.sentences
        let stated = [
            sentences.text, sentences.headline, sentences.reason, sentences.briefReason,
        ]
        var faults = (stated + sentences.beside).flatMap { Self.faults(of: $0) }
        for sentence in stated where sentence.namesOnly {
            faults.append("“\(sentence.text)” names a word that no claim bears out")
        }
        for sentence in [sentences.text, sentences.headline] where sentence.holdsMeasuredNumber {
            faults.append("“\(sentence.text)” holds a measured number and is not confidential")
        }
        if stated.contains(where: \.claims.isEmpty) {
            faults.append("a text without a claim")
        }
        return faults
    }

    package static func faults(ofWords words: String) -> [String] {
        var faults: [String] = []
        if let digit = words.first(where: \.isNumber) {
            faults.append("“\(words)” holds the number \(digit) without a claim")
        }
        let all = words.lowercased()
        for phrase in JudgedWord.allCases.map(\.rawValue)
        where phrase.contains(" ") && all.contains(phrase) {
            faults.append("“\(words)” judges by “\(phrase)” without a claim")
        }
        let tokens = all.split { !$0.isLetter }.map(String.init)
        for token in tokens {
            if numberWords.contains(token) {
                faults.append("“\(words)” holds the number “\(token)” without a claim")
            }
            if judging.contains(token) {
                faults.append("“\(words)” judges by “\(token)” without a claim")
            }
            if forbidden.contains(where: { token.hasPrefix($0) }) {
                faults.append("“\(words)” says “\(token)”, which nothing here may say")
            }
        }
        return faults
    }

    static let numberWords: Set<String> = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve", "twenty", "thirty", "sixty", "hundred", "thousand", "half", "quarter",
        "twice", "double", "dozen", "couple",
    ]

    static let judging: Set<String> = Set(
        JudgedWord.allCases.map(\.rawValue).filter { !$0.contains(" ") }
    ).union([
        "declines", "declined", "fell", "falling", "falls", "drop", "dropped", "dropping", "rises",
        "rose", "risen", "increase", "increased", "increasing", "decrease", "decreased",
        "decreasing", "reduced", "elevated", "lowered", "lowest", "highest", "poor", "bad",
        "better",
        "worse", "best", "worst", "normal", "abnormal", "unusual", "excellent", "tired", "rested",
        "stressed", "relaxed", "tense", "excited", "inactive", "still", "resting", "sleeping",
        "awake", "standing", "lying", "seated", "walking", "moved", "improved", "improving",
        "recovered", "strong", "weakly", "tight", "loosely", "long", "short", "many", "few",
        "large", "small", "fast", "slow", "too",
    ])

    static let forbidden = [
        "diagnos", "disease", "disorder", "patholog", "arrhythm", "fibrillat", "hypertens",
        "diabet", "depress", "anxi", "stress", "illness", "sick", "symptom", "syndrome",
    ]
}
