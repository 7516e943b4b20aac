public import Biosignals

/// The same beats by the definitions of several tools: what each comes to, and which choice moves a
/// value by how much.
///
/// Every panel is of the same NN intervals; a tool's own correction (`HRVPreset.correction`) is the
/// caller's to make beforehand.
public struct HRVComparison: Equatable, Sendable {
    /// Relative difference up to which two values are the same.
    static let rounding = 1e-9

    /// What the others are compared with.
    public let base: HRVPreset
    /// One per preset, in the order asked for.
    public let panels: [HRVPanel]
    /// Where a panel differs from the base, both having a value: by measure, then by preset.
    public let differences: [HRVDifference]

    /// - Parameters:
    ///   - nn: the intervals of the window.
    ///   - window: stated length of the window.
    ///   - usable: share of the window whose signal was usable, 0…1.
    ///   - rhythm: why the rhythm allows no heart rate variability; the base then states none.
    /// Throws: `HRVError` if a limit is outside its range.
    public init(
        of nn: NNIntervals, window: Seconds, usable: Double,
        presets: [HRVPreset] = HRVPreset.allCases, base: HRVPreset = .taskforce,
        limits: HRVLimits = HRVLimits(), rhythm: Unavailable? = nil
    ) throws(HRVError) {
        var panels: [HRVPanel] = []
        for preset in presets {
            panels.append(
                try HRVAnalyzer(preset: preset, limits: limits)
                    .panel(
                        of: nn, window: window, usable: usable,
                        rhythm: preset == base ? rhythm : nil))
        }
        let reference = try HRVAnalyzer(preset: base, limits: limits)
            .panel(of: nn, window: window, usable: usable, rhythm: rhythm)
        var changes = SingleChanges(of: nn, base: base.definitions)
        let found = panels.flatMap { panel in
            Self.differences(panel, from: reference, &changes)
        }
        self.base = base
        self.panels = panels
        differences = HRVMeasureName.allCases.flatMap { name in
            found.filter { $0.name == name }
        }
    }

    private static func differences(
        _ panel: HRVPanel, from base: HRVPanel, _ changes: inout SingleChanges
    ) -> [HRVDifference] {
        let differing = panel.measures.filter { measure in
            guard let theirs = measure.estimate.value, let ours = base[measure.name].value
            else { return false }
            return abs(theirs - ours) > rounding * max(abs(theirs), abs(ours))
        }
        let names = Set(differing.map(\.name))
        return differing.compactMap { measure in
            guard let theirs = measure.estimate.value, let ours = base[measure.name].value
            else { return nil }
            let explanations = changes.explanations(
                of: measure.name, from: panel.preset.definitions, among: names)
            return HRVDifference(
                name: measure.name, unit: measure.unit, preset: panel.preset, value: theirs,
                baseValue: ours, explanations: explanations)
        }
    }
}

/// The base's definitions with one choice changed at a time, each computed once.
private struct SingleChanges {
    private let nn: NNIntervals
    private let base: HRVDefinitions
    private var done: [(definitions: HRVDefinitions, values: [HRVMeasureName: Double])] = []
    private var known: [HRVMeasureName: Double] = [:]

    init(of nn: NNIntervals, base: HRVDefinitions) {
        self.nn = nn
        self.base = base
    }

    /// One for each choice on which the measure rests and which the two have made differently.
    mutating func explanations(
        of name: HRVMeasureName, from theirs: HRVDefinitions, among names: Set<HRVMeasureName>
    ) -> [HRVExplanation] {
        let choices = name.choices(theirs) + name.choices(base)
        return HRVChoice.allCases.filter {
            choices.contains($0) && !$0.isSame(theirs, base) && $0.matters(to: theirs)
        }.map { explanation(of: name, by: $0, from: theirs, among: names) }
    }

    private mutating func explanation(
        of name: HRVMeasureName, by choice: HRVChoice, from theirs: HRVDefinitions,
        among names: Set<HRVMeasureName>
    ) -> HRVExplanation {
        if known[name] == nil { known[name] = base.value(name, of: nn) }
        let changed = choice.taken(from: theirs, into: base)
        let value = value(name, changed, names.filter { $0.choices(changed).contains(choice) })
        return HRVExplanation(
            choice: choice, theirs: choice.text(theirs), ours: choice.text(base), value: value,
            baseValue: known[name] ?? 0)
    }

    private mutating func value(
        _ name: HRVMeasureName, _ definitions: HRVDefinitions, _ names: Set<HRVMeasureName>
    ) -> Double? {
        if let made = done.firstIndex(where: { $0.definitions == definitions }) {
            if let value = done[made].values[name] { return value }
            let value = definitions.value(name, of: nn)
            done[made].values[name] = value
            return value
        }
        let values = definitions.values(Array(names), of: nn)
        done.append((definitions, values))
        return values[name]
    }
}
