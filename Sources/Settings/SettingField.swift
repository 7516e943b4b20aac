/// One key of a group: what it takes and where the value goes.
struct SettingField<Root>: Sendable {
    let name: String
    let rule: SettingRule
    let get: @Sendable (Root) -> SettingValue
    let set: @Sendable (inout Root, SettingValue) -> Void

    static func flag(
        _ name: String, _ path: any (WritableKeyPath<Root, Bool> & Sendable)
    ) -> SettingField {
        SettingField(
            name: name, rule: .flag, get: { .flag($0[keyPath: path]) },
            set: { if case .flag(let flag) = $1 { $0[keyPath: path] = flag } })
    }

    static func count(
        _ name: String, _ path: any (WritableKeyPath<Root, Int> & Sendable),
        _ range: ClosedRange<Int>, _ unit: String
    ) -> SettingField {
        SettingField(
            name: name, rule: .count(range, unit), get: { .count($0[keyPath: path]) },
            set: { if case .count(let count) = $1 { $0[keyPath: path] = count } })
    }

    static func number(
        _ name: String, _ path: any (WritableKeyPath<Root, Double> & Sendable),
        _ range: ClosedRange<Double>, _ unit: String
    ) -> SettingField {
        SettingField(
            name: name, rule: .number(range, unit), get: { .number($0[keyPath: path]) },
            set: { if case .number(let number) = $1 { $0[keyPath: path] = number } })
    }

    /// One word of an enum.
    static func word<Word: RawRepresentable<String> & CaseIterable & Sendable>(
        _ name: String, _ path: any (WritableKeyPath<Root, Word> & Sendable)
    ) -> SettingField {
        SettingField(
            name: name, rule: .word(Word.allCases.map(\.rawValue)),
            get: { .text($0[keyPath: path].rawValue) },
            set: {
                if case .text(let text) = $1, let word = Word(rawValue: text) {
                    $0[keyPath: path] = word
                }
            })
    }

    static func pathOrNone(
        _ name: String, _ path: any (WritableKeyPath<Root, String?> & Sendable)
    ) -> SettingField {
        SettingField(
            name: name, rule: .pathOrNone, get: { $0[keyPath: path].map { .text($0) } ?? .none },
            set: {
                switch $1 {
                case .text(let text): $0[keyPath: path] = text
                default: $0[keyPath: path] = nil
                }
            })
    }

    static func text(
        _ name: String, _ path: any (WritableKeyPath<Root, String> & Sendable), _ rule: SettingRule
    ) -> SettingField {
        SettingField(
            name: name, rule: rule, get: { .text($0[keyPath: path]) },
            set: { if case .text(let text) = $1 { $0[keyPath: path] = text } })
    }
}
