/// What a preset does, line by line, as a reader can check it.
public struct HRVMethodCard: Equatable, Sendable {
    public struct Line: Equatable, Sendable {
        public let choice: HRVChoice
        public let text: String
        /// Whether `taskforce` has chosen otherwise.
        public let differs: Bool
    }

    public let preset: HRVPreset
    /// What the definitions are those of.
    public let tool: String
    public let correction: String
    /// One per `HRVChoice` that means anything for the preset, in its order.
    public let lines: [Line]
    /// What no choice says: where the definitions come from, and what was not to be had.
    public let notes: [String]
    /// Measures the tool does not have.
    public let absent: [HRVMeasureName]

    public init(_ preset: HRVPreset) {
        let (theirs, ours) = (preset.definitions, HRVPreset.taskforce.definitions)
        self.preset = preset
        tool = theirs.tool
        correction = preset.correction.text
        lines = HRVChoice.allCases.filter { $0.matters(to: theirs) }.map { choice in
            Line(
                choice: choice, text: choice.text(theirs),
                differs: !choice.isSame(theirs, ours))
        }
        notes = preset.notes
        absent = HRVMeasureName.allCases.filter(theirs.absent.contains)
    }
}

extension HRVChoice {
    /// Whether the computation ever looks at the choice, given the others.
    func matters(to definitions: HRVDefinitions) -> Bool {
        switch self {
        case .resampling, .window, .padding, .centring: definitions.estimator == .welch
        case .lastBin: !definitions.absent.isSuperset(of: [.hti, .tinn])
        case .triangle: !definitions.absent.contains(.tinn)
        case .segments: !definitions.absent.isSuperset(of: [.sdann, .sdnnIndex])
        case .stressMode: !definitions.absent.contains(.stressIndex)
        default: true
        }
    }
}
