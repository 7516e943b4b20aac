/// One of the choices of `HRVDefinitions`: a line of a method card, and what an explanation of a
/// difference points at.
public enum HRVChoice: String, CaseIterable, Sendable {
    case trend, neighbours, gaps
    case limit, share, lastBin, triangle, segments, stressMode
    case axes, tolerance, match, templates, scalesShort, scalesLong, fluctuation
    case estimator, resampling, window, padding, centring, lowest, scale
    case ulfBand, vlfBand, vhfBand, integration, normalization

    /// What the choice is about, as a card's heading.
    public var title: String {
        switch self {
        case .trend: "slow trend"
        case .neighbours: "differences"
        case .gaps: "gaps"
        case .limit: "NN50 counts"
        case .share: "pNN50 denominator"
        case .lastBin: "last bin"
        case .triangle: "TINN"
        case .segments: "5-min segments"
        case .stressMode: "mode of the stress index"
        case .axes: "SD2"
        case .tolerance: "SampEn r"
        case .match: "SampEn match"
        case .templates: "SampEn templates"
        case .scalesShort: "DFA alpha1 scales"
        case .scalesLong: "DFA alpha2 scales"
        case .fluctuation: "DFA windows"
        case .estimator: "spectrum"
        case .resampling: "resampling"
        case .window: "Welch segment"
        case .padding: "transform"
        case .centring: "mean removed"
        case .lowest: "lowest frequency"
        case .scale: "unit of power"
        case .ulfBand: "ULF"
        case .vlfBand: "VLF"
        case .vhfBand: "VHF"
        case .integration: "band power"
        case .normalization: "n.u."
        }
    }

    public func isSame(_ one: HRVDefinitions, _ other: HRVDefinitions) -> Bool {
        field.isSame(one, other)
    }

    /// `definitions` with this one choice taken from `source`.
    public func taken(
        from source: HRVDefinitions, into definitions: HRVDefinitions
    ) -> HRVDefinitions {
        var changed = definitions
        field.take(&changed, source)
        return changed
    }

    private struct Field {
        let isSame: (HRVDefinitions, HRVDefinitions) -> Bool
        let take: (inout HRVDefinitions, HRVDefinitions) -> Void

        init<Value: Equatable>(_ path: WritableKeyPath<HRVDefinitions, Value>) {
            isSame = { $0[keyPath: path] == $1[keyPath: path] }
            take = { $0[keyPath: path] = $1[keyPath: path] }
        }
    }

    private var field: Field {
        switch self {
        case .trend: Field(\.trend)
        case .neighbours: Field(\.neighbours)
        case .gaps: Field(\.gaps)
        case .limit: Field(\.limit)
        case .share: Field(\.share)
        case .lastBin: Field(\.lastBin)
        case .triangle: Field(\.triangle)
        case .segments: Field(\.segments)
        case .stressMode: Field(\.stressMode)
        case .axes: Field(\.axes)
        case .tolerance: Field(\.tolerance)
        case .match: Field(\.match)
        case .templates: Field(\.templates)
        case .scalesShort: Field(\.scalesShort)
        case .scalesLong: Field(\.scalesLong)
        case .fluctuation: Field(\.fluctuation)
        case .estimator: Field(\.estimator)
        case .resampling: Field(\.resampling)
        case .window: Field(\.window)
        case .padding: Field(\.padding)
        case .centring: Field(\.centring)
        case .lowest: Field(\.lowest)
        case .scale: Field(\.scale)
        case .ulfBand: Field(\.edges.ulf)
        case .vlfBand: Field(\.edges.vlf)
        case .vhfBand: Field(\.edges.vhf)
        case .integration: Field(\.integration)
        case .normalization: Field(\.normalization)
        }
    }
}
