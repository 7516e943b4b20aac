import Biosignals

/// One of the signal files in a folder that Empatica's E4 wristband left.
///
/// Source: Empatica, "Data export and formatting from E4 connect": the first row is the start in
/// seconds since 1970, the second the sampling rate; accelerations in 1/64 g.
public enum E4File: String, CaseIterable, Sendable {
    case bvp = "BVP.csv"
    case acc = "ACC.csv"
    case eda = "EDA.csv"
    case hr = "HR.csv"
    case temp = "TEMP.csv"

    /// Beats the wristband found itself, and presses of its button.
    public static let intervals = "IBI.csv"
    public static let tags = "tags.csv"

    /// Whether these names, of a folder's files, look like such a folder.
    public static func isFolder(of names: [String]) -> Bool {
        let found = allCases.filter { names.contains($0.rawValue) }
        return found.contains(.bvp) || found.contains(.eda) || found.contains(.acc)
    }

    var drafts: [ChannelDraft] {
        switch self {
        case .bvp: [draft("BVP", .counts, "counts", decimals: 2)]
        case .acc:
            ["ACC_X", "ACC_Y", "ACC_Z"].map { name in
                ChannelDraft(
                    name: name, unit: .standardGravity, unitText: "g", rate: 1,
                    scale: DigitalScale(gain: Self.accelerationSteps, baseline: 0))
            }
        case .eda: [draft("EDA", .microsiemens, "uS", decimals: 6)]
        case .hr: [draft("HR", .counts, "bpm", decimals: 2)]
        case .temp: [draft("TEMP", .degreesCelsius, "degC", decimals: 2)]
        }
    }

    /// The acceleration is stored in whole steps of 1/64 g.
    static let accelerationSteps = 64.0

    /// From a number in the file to the channel's unit.
    var divisor: Double { self == .acc ? Self.accelerationSteps : 1 }

    private func draft(
        _ name: String, _ unit: ChannelUnit, _ text: String, decimals: Int
    ) -> ChannelDraft {
        ChannelDraft(
            name: name, unit: unit, unitText: text, rate: 1,
            scale: DigitalScale(gain: powerOfTen(decimals), baseline: 0))
    }
}
