import Biosignals
import RealModule

/// Takes 50 and 60 Hz out of a short stretch without moving anything in time.
///
/// Five symmetric weights with zeros at both frequencies and a gain of 1 at rest. Costs a complex
/// some of its steepness, so it is only worth it where there is mains.
struct MainsComb: Sendable {
    let middle: Double
    let near: Double
    let far: Double

    init(rate: Hertz) {
        let fifty = Double.cos(2 * .pi * 50 / rate.value)
        let sixty = Double.cos(2 * .pi * 60 / rate.value)
        // (z − 2 cos a + 1/z) · (z − 2 cos b + 1/z), divided by its value at z = 1.
        let scale = 1 / ((2 - 2 * fifty) * (2 - 2 * sixty))
        middle = (2 + 4 * fifty * sixty) * scale
        near = -2 * (fifty + sixty) * scale
        far = scale
    }

    /// The samples at `place`, and at one and two samples from it on both sides taken together.
    @inline(__always)
    func value(_ sample: Double, beside one: Double, beyond two: Double) -> Double {
        middle * sample + near * one + far * two
    }
}
