import Biosignals
public import EventContract
import HRV

/// The same beats under every preset, side by side, with the choices that make the difference: what the
/// command `compare` prints.
public struct PresetComparison: Encodable, Sendable {
    /// One choice by which two tools differ, and what it does by itself.
    public struct Cause: Encodable, Sendable {
        public let choice: String
        public let theirs: String
        public let ours: String
        /// The measure by the base's definitions with this choice alone changed.
        public let value: WireNumber?
        public let relative: WireNumber?
    }

    /// Every choice of a preset in words, and what must be known of it.
    public struct Card: Encodable, Sendable {
        public let preset: String
        public let tool: String
        public let choices: [String: String]
        public let notes: [String]
    }

    public struct Difference: Encodable, Sendable {
        public let measure: String
        public let unit: String
        public let preset: String
        public let value: WireNumber?
        public let baseValue: WireNumber?
        /// (value − base) / |base|; null if the base is zero.
        public let relative: WireNumber?
        /// The one that moves it most first.
        public let because: [Cause]

        private enum CodingKeys: String, CodingKey {
            case measure, unit, preset, value, relative, because
            case baseValue = "base_value"
        }
    }

    public let base: String
    /// How the intervals of all panels were corrected.
    public let correction: String
    /// How each tool would have corrected them itself; `hrv --preset` does.
    public let ownCorrections: [String: String]
    /// The method card of each preset.
    public let cards: [Card]
    public let presets: [HRVPayload]
    public let differences: [Difference]

    private enum CodingKeys: String, CodingKey {
        case base, correction, cards, presets, differences
        case ownCorrections = "own_corrections"
    }

    /// - Parameter isUnedited: takes every interval as it is.
    public init(of input: IntervalInput, isUnedited: Bool) throws {
        let own: HRVCorrection = isUnedited ? .none : HRVPreset.taskforce.correction
        let corrected = own.applied(to: input.intervals)
        let length = max(input.duration, .leastNormalMagnitude)
        let usable = input.usable(in: 0..<length)
        let comparison = try HRVComparison(
            of: corrected.nn, window: Seconds(length), usable: usable,
            rhythm: corrected.objection)
        let window = SessionItem.Window(start: 0, end: length, usable: usable)
        base = comparison.base.rawValue
        correction = own.text
        var corrections: [String: String] = [:]
        for panel in comparison.panels {
            corrections[panel.preset.rawValue] = panel.preset.correction.text
        }
        ownCorrections = corrections
        cards = comparison.panels.map { panel in
            let card = HRVMethodCard(panel.preset)
            return Card(
                preset: panel.preset.rawValue, tool: card.tool,
                choices: Dictionary(
                    uniqueKeysWithValues: card.lines.map { ($0.choice.title, $0.text) }),
                notes: card.notes)
        }
        presets = comparison.panels.map {
            EventFactory.payload($0, window: window, source: input.source)
        }
        differences = comparison.differences.map { difference in
            Difference(
                measure: input.source.prefix + difference.name.rawValue, unit: difference.unit,
                preset: difference.preset.rawValue, value: WireNumber(difference.value),
                baseValue: WireNumber(difference.baseValue),
                relative: difference.relative.flatMap { WireNumber($0) },
                because: difference.explanations.map {
                    Cause(
                        choice: $0.choice.title, theirs: $0.theirs, ours: $0.ours,
                        value: $0.value.flatMap { WireNumber($0) },
                        relative: $0.relative.flatMap { WireNumber($0) })
                })
        }
    }
}
