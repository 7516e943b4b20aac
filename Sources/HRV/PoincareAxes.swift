import Biosignals

/// SD1 and SD2 by one of two definitions, ms.
struct PoincareAxes {
    let sd1: Double
    let sd2: Double

    init?(_ nn: NNIntervals, _ axes: HRVDefinitions.Axes, sdnn: Double?) {
        switch axes {
        case .rotated:
            guard let plot = PoincarePlot(of: nn) else { return nil }
            (sd1, sd2) = (plot.sd1, plot.sd2)
        case .fromSDNN:
            guard let sdnn,
                let sdsd = TimeDomain.sdsd(differences: TimeDomain.differences(of: nn))
            else { return nil }
            let square = 2 * sdnn * sdnn - sdsd * sdsd / 2
            guard square >= 0 else { return nil }
            (sd1, sd2) = (sdsd / 2.0.squareRoot(), square.squareRoot())
        }
    }
}
