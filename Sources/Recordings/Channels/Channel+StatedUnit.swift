public import Biosignals

extension Channel {
    /// The unit to write beside the channel's numbers: counts where they are the file's own raw
    /// numbers, whatever unit the file had for them once they are scaled.
    public var statedUnit: String {
        guard unit == .counts else { return unit.symbol }
        return scale == .identity || unitText.isEmpty ? unit.symbol : unitText
    }
}
