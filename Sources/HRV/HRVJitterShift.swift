import Biosignals
import DSP
import RealModule

/// Where a measure would lie if the errors of the beats' times were taken out of it: how far that is
/// from where it lies, on its `HRVErrorScale`.
///
/// Errors of SD σ, independent from beat to beat, add their own variance (`noiseFloor`²) to SDNN²,
/// RMSSD² and their kin, their own power to each band, and carry differences over a limit or back.
/// Minus infinity where the floor holds all there is: the measure may as well be zero.
/// Source: Merri et al. (1990), IEEE Trans. Biomed. Eng. 37:99.
struct HRVJitterShift {
    private let sampling: HRVSamplingError
    private let timingSD: Milliseconds

    /// Nil where nobody measured the error of the beats' times.
    init?(_ sampling: HRVSamplingError) {
        guard let timingSD = sampling.nn.timingSD, timingSD.value > 0, timingSD.value.isFinite
        else { return nil }
        self.sampling = sampling
        self.timingSD = timingSD
    }

    func shift(of name: HRVMeasureName, value: Double) -> Double {
        switch name {
        case .sdnn, .cvnn, .rmssd, .sdsd, .cvsd, .sd1, .sd2, .sdnnIndex:
            half(of: floor(name), in: value)
        case .lnRMSSD: half(of: floor(.rmssd), in: .exp(value))
        case .sd1sd2: axes.across - axes.along
        case .ellipseArea: axes.across + axes.along
        case .vlfPower, .lfPower, .hfPower, .totalPower: whole(of: floor(name), in: value)
        case .lfHfRatio, .lfNormalized: band(.lfPower) - band(.hfPower)
        case .hfNormalized: band(.hfPower) - band(.lfPower)
        case .pNN50: share(over: 50)
        case .pNN20: share(over: 20)
        default: 0
        }
    }

    private func floor(_ name: HRVMeasureName) -> Double {
        name.noiseFloor(timingSD: timingSD, meanNN: Milliseconds(sampling.mean)) ?? 0
    }

    /// ln of what is left of a power.
    private func whole(of floor: Double, in value: Double) -> Double {
        .log(max(0, 1 - floor / value))
    }

    /// ln of what is left of a deviation.
    private func half(of floor: Double, in value: Double) -> Double {
        whole(of: floor * floor, in: value * value) / 2
    }

    private var axes: (across: Double, along: Double) {
        let across = sampling.meanSquare / 2
        let along = max(0, 2 * sampling.variance - across)
        return (
            half(of: floor(.sd1), in: across.squareRoot()),
            half(of: floor(.sd2), in: along.squareRoot())
        )
    }

    private func band(_ name: HRVMeasureName) -> Double {
        guard let range = name.powerBand, let power = sampling.spectrum?.power(in: range) else {
            return 0
        }
        return whole(of: floor(name), in: power)
    }

    /// The errors once more on the differences as they are move their share beyond the limit about as
    /// far as they did the first time; back by so much, in the angle of the share.
    private func share(over limit: Double) -> Double {
        let deviation = (12.0).squareRoot() * timingSD.value
        let (count, differences) = (sampling.differences.count, sampling.differences)
        guard count > 0 else { return 0 }
        var (now, again) = (0.0, 0.0)
        for difference in differences {
            now += abs(difference) > limit ? 1 : 0
            again +=
                (Double.erfc((limit - difference) / deviation)
                    + Double.erfc((limit + difference) / deviation)) / 2
        }
        func angle(_ sum: Double) -> Double {
            HRVErrorScale.angle(min(100, max(0, 100 * sum / Double(count))), count)
        }
        return angle(2 * now - again) - angle(now)
    }
}
