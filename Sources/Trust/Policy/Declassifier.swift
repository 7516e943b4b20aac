public import EventContract

/// The only ways a result's label comes below its inputs'. Each is named where it is used.
public enum Declassifier: String, CaseIterable, Sendable {
    /// A sentence without a measured number.
    case nudgeText = "nudge_text"

    /// What it makes of a label. Beats and waveforms stay restricted.
    func label(of label: Label) -> Label { label <= .confidential ? min(label, .internal) : label }

    /// The lowest label a result may have.
    public static func lowest(inputs: [Label], by declassifier: Declassifier? = nil) -> Label {
        let most = inputs.max() ?? .public
        return declassifier?.label(of: most) ?? most
    }

    /// Refuses a label below what its inputs demand.
    public static func check(
        _ label: Label, inputs: [Label], by declassifier: Declassifier? = nil
    ) throws(Refusal) {
        let lowest = lowest(inputs: inputs, by: declassifier)
        guard label >= lowest else {
            throw Refusal(
                .labelLowered, "What it rests on is \(lowest.rawValue); so is the result.")
        }
    }
}
