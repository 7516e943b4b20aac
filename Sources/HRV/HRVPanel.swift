public import Biosignals

/// Every measure of one window: a value, or the reason why there is none.
public struct HRVPanel: Equatable, Sendable {
    public let preset: HRVPreset
    /// Stated length of the window.
    public let window: Seconds
    /// Usable share of the window's signal, 0…1, as the caller judged it.
    public let usable: Double
    /// Beats before any edit.
    public let beatsTotal: Int
    public let edits: [BeatEdit]
    /// One per `HRVMeasureName`, in its order.
    public let measures: [HRVMeasure]
    /// Where breathing lies beside HF; nil where the window allows no spectrum.
    public let breathing: HRVBreathing?

    public init(
        preset: HRVPreset, window: Seconds, usable: Double, beatsTotal: Int, edits: [BeatEdit],
        measures: [HRVMeasure], breathing: HRVBreathing? = nil
    ) {
        self.preset = preset
        self.window = window
        self.usable = usable
        self.beatsTotal = beatsTotal
        self.edits = edits
        self.measures = measures
        self.breathing = breathing
    }

    /// Beats put in, taken out or moved, per 100 beats; 0 without beats. What was left out is no
    /// product of editing: it is missing from the window's usable share.
    public var percentEdited: Double { edits.percent(ofBeats: beatsTotal) }

    public subscript(_ name: HRVMeasureName) -> Estimate<Double> {
        for measure in measures where measure.name == name { return measure.estimate }
        return .unavailable(.sourceUnsuitable(because: "not part of this panel"))
    }
}
