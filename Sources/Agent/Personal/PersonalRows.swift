import Insights
import Storage

/// Between what the rules know and what the store keeps.
extension BaselineRow {
    init(_ stored: StoredBaselineRow) throws(BaselineError) {
        guard let measure = BaselineMeasure(rawValue: stored.measure) else {
            throw .rowDamaged(.measure)
        }
        try self.init(
            measure: measure, day: stored.day, minute: stored.minute, value: stored.value,
            usable: stored.usable, weight: stored.weight, lastMinute: stored.lastMinute)
    }
}

extension StoredBaselineRow {
    init(_ row: BaselineRow) {
        self.init(
            measure: row.measure.rawValue, day: row.day, part: row.part, minute: row.minute,
            value: row.value, usable: row.usable, weight: row.weight, lastMinute: row.lastMinute)
    }
}

extension PersonalAnswer {
    init?(_ stored: StoredAnswer) {
        guard let word = Word(rawValue: stored.word) else { return nil }
        self.init(
            event: stored.event, word: word, timeMilliseconds: stored.timeMilliseconds,
            probability: stored.probability)
    }
}

extension StoredAnswer {
    init(_ answer: PersonalAnswer, kind: String) {
        self.init(
            event: answer.event, kind: kind, word: answer.word.rawValue,
            timeMilliseconds: answer.timeMilliseconds, probability: answer.probability)
    }
}
