public import Insights
public import Storage
import Trust

/// One person's baseline and answers, between the store and the rules.
///
/// The baseline is read once and kept up in memory; what has changed goes to the store when asked. One
/// person's never meets another's: every row carries the person's pseudonym.
public struct PersonalRecords: Sendable {
    public let pseudonym: String
    public internal(set) var baseline: PersonalBaseline
    public internal(set) var layers: PersonalLayers
    /// From the last live session, for the next.
    var handover = PersonalHandover()
    private var handoverKept = PersonalHandover()
    /// Rows not in the store yet, as they are now.
    private var changed: [BaselineRow] = []

    /// Of nobody: nothing is known, and nothing can be kept.
    init() {
        pseudonym = ""
        baseline = PersonalBaseline()
        layers = PersonalLayers()
    }

    /// - Throws: `StorageError`, `BaselineError`.
    public init(of person: String, in store: Store) throws {
        try self.init(pseudonym: Self.pseudonym(of: person, in: store), in: store)
    }

    /// - Throws: `StorageError`, `BaselineError`.
    init(pseudonym: String, in store: Store) throws {
        self.pseudonym = pseudonym
        baseline = try PersonalBaseline(
            rows: try store.baseline(person: pseudonym).map { try BaselineRow($0) })
        layers = PersonalLayers()
        // What an older version left is no reason to know nothing of the person.
        handover =
            try store.handover(person: pseudonym).flatMap { PersonalHandover($0) }
            ?? PersonalHandover()
        handoverKept = handover
        for stored in try store.answers(person: pseudonym) {
            // A word of a newer version says nothing to this one.
            guard let answer = PersonalAnswer(stored) else { continue }
            layers.add(answer, to: stored.kind)
        }
    }

    public static func pseudonym(of person: String, in store: Store) -> String {
        Pseudonym(person: person, key: store.instance.pseudonymKey).description
    }

    /// As it was before a local minute, counted from 1970: what came in it and later is not there.
    mutating func forget(from minute: Int) {
        let earlier = baseline.rows.filter { $0.day * 1_440 + $0.lastMinute < minute }
        baseline = (try? PersonalBaseline(rows: earlier)) ?? PersonalBaseline()
    }

    /// Adds a value, as `PersonalBaseline.add`.
    public mutating func add(
        _ measure: BaselineMeasure, day: Int, minute: Int, value: Double, usable: Double,
        weight: Double = 1
    ) -> PersonalBaseline.Addition {
        let addition = baseline.add(
            measure, day: day, minute: minute, value: value, usable: usable, weight: weight)
        if addition == .added { note(measure) }
        return addition
    }

    /// Adds a day's resting value, as `PersonalBaseline.add`.
    public mutating func add(
        _ resting: RestingValue, isPulse: Bool = false
    ) -> PersonalBaseline.Addition {
        let addition = baseline.add(resting, isPulse: isPulse)
        if addition == .added {
            note(isPulse ? .prvRestingLnRMSSD : .restingLnRMSSD)
            note(.restingHeartRate)
        }
        return addition
    }

    /// Writes what has changed since the last time. If the store cannot take it, nothing is lost: it goes
    /// with the next.
    public mutating func save(to store: Store) throws(StorageError) {
        guard !pseudonym.isEmpty else { return }
        if !changed.isEmpty {
            try store.keep(baseline: changed.map(StoredBaselineRow.init), person: pseudonym)
            changed = []
        }
        if handover != handoverKept, let bytes = try? handover.bytes {
            try store.keep(handover: bytes, person: pseudonym)
            handoverKept = handover
        }
    }

    private mutating func note(_ measure: BaselineMeasure) {
        guard let row = baseline.newestRow(of: measure) else { return }
        changed.removeAll {
            $0.measure == row.measure && $0.day == row.day && $0.part == row.part
        }
        changed.append(row)
    }
}
