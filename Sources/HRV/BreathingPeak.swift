public import Biosignals

/// The wave that breathing leaves in a spectrum of NN intervals.
public struct BreathingPeak: Equatable, Sendable {
    /// Top of the parabola through the logarithms of the highest bin and its neighbours; which of
    /// two waves closer than two bins it is cannot be told.
    public let frequency: Hertz
    /// Distance of the spectrum's bins.
    public let resolution: Hertz
    /// ms² within `HRVBreathing.halfWidth` on either side.
    public let power: Double
    /// How much of the HF band's power that is, 0…1: what lies outside the band is not counted.
    public let shareOfHF: Double

    public init(frequency: Hertz, resolution: Hertz, power: Double, shareOfHF: Double) {
        self.frequency = frequency
        self.resolution = resolution
        self.power = power
        self.shareOfHF = shareOfHF
    }
}
