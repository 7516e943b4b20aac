extension HRVChoice {
    /// The choice in words: what a method card prints, made from what the code computes with.
    public func text(_ definitions: HRVDefinitions) -> String {
        switch self {
        case .trend, .neighbours, .gaps: seriesText(definitions)
        case .limit, .share, .lastBin, .triangle, .segments, .stressMode: timeText(definitions)
        case .axes, .tolerance, .match, .templates, .scalesShort, .scalesLong, .fluctuation:
            nonlinearText(definitions)
        case .estimator, .resampling, .window, .padding, .centring, .lowest:
            spectrumText(definitions)
        case .scale, .ulfBand, .vlfBand, .vhfBand, .integration, .normalization:
            powerText(definitions)
        }
    }

    private func seriesText(_ definitions: HRVDefinitions) -> String {
        switch self {
        case .trend:
            switch definitions.trend {
            case .kept: "slow trend kept"
            case .smoothnessPriors(let lambda):
                "slow trend removed by smoothness priors "
                    + "(lambda \(HRVText.number(lambda)) at "
                    + "\(HRVText.number(definitions.resampling.rate)) Hz)"
            }
        case .neighbours:
            switch definitions.neighbours {
            case .adjacent: "adjacent NN, none across a gap"
            case .listed: "neighbours in the list of NN, across gaps too"
            }
        default: definitions.gaps == .kept ? "never across a gap" : "gaps bridged"
        }
    }

    private func timeText(_ definitions: HRVDefinitions) -> String {
        switch self {
        case .limit: definitions.limit == .above ? "strictly over" : "at or over"
        case .share:
            definitions.share == .ofDifferences
                ? "all differences"
                : "all differences and one more (N where there is no gap)"
        case .lastBin:
            definitions.lastBin == .halfOpen ? "half-open bins" : "last bin closed"
        case .triangle:
            switch definitions.triangle {
            case .leastSquares: "base of the least-squares triangle"
            case .rightFoot(let errorMax):
                "base of the triangle whose left foot is the first edge over the shortest NN and "
                    + "whose right foot fits best; none where the squared error reaches "
                    + HRVText.number(errorMax)
            }
        case .segments:
            switch definitions.segments {
            case .complete: "complete 5-min segments"
            case .rounded:
                "5-min segments of the summed NN, their number rounded, each without its last NN"
            }
        default:
            definitions.stressMode == .middleOfBin ? "middle of the modal bin" : "median"
        }
    }

    private func nonlinearText(_ definitions: HRVDefinitions) -> String {
        switch self {
        case .axes:
            definitions.axes == .rotated
                ? "SD (N - 1) along the Poincare plot" : "sqrt(2 SDNN^2 - SDSD^2 / 2)"
        case .tolerance: "r \(HRVText.number(definitions.tolerance)) SD"
        case .match: definitions.match == .below ? "strictly below r" : "at most r"
        case .templates:
            definitions.templates == .common
                ? "N - m templates at both lengths" : "all templates of each length, as shares"
        case .scalesShort: definitions.scalesShort.text
        case .scalesLong: definitions.scalesLong.text
        default:
            switch definitions.fluctuation {
            case .sideBySide: "windows side by side"
            case .halfOverlapping: "windows half overlapping"
            case .sideBySideWithTail: "windows side by side and what remains"
            }
        }
    }

    private func spectrumText(_ definitions: HRVDefinitions) -> String {
        switch self {
        case .estimator:
            switch definitions.estimator {
            case .welch: "Welch with Hann"
            case .lomb(let step, let end):
                "Lomb-Scargle of the NN as they stand, every 1/\(HRVText.number(1 / step)) Hz "
                    + "to \(HRVText.number(end)) Hz"
            }
        case .resampling:
            switch definitions.resampling {
            case .cubic(let rate): "\(HRVText.number(rate)) Hz cubic spline"
            case .quadratic(let rate): "\(HRVText.number(rate)) Hz quadratic spline"
            }
        case .window:
            switch definitions.window {
            case .seconds(let seconds):
                "\(HRVText.number(seconds)) s (or the whole stretch, if shorter)"
            case .halfTheSeries: "half the series"
            }
        case .padding:
            definitions.padding == .none ? "no zeros added" : "zeros to twice the segment"
        case .centring:
            definitions.centring == .segment ? "mean removed" : "mean of the whole removed"
        default:
            definitions.lowest == .none ? "from the band's edge" : "nothing below 4 / duration"
        }
    }

    private func powerText(_ definitions: HRVDefinitions) -> String {
        switch self {
        case .scale:
            definitions.scale == .squareMilliseconds
                ? "ms\u{b2}" : "ms\u{b2} over the mean NN in seconds"
        case .ulfBand: definitions.edges.ulf.map(HRVText.band) ?? "none"
        case .vlfBand: HRVText.band(definitions.edges.vlf)
        case .vhfBand: definitions.edges.vhf.map(HRVText.band) ?? "none"
        case .integration:
            switch definitions.integration {
            case .exact: "piecewise linear, edge to edge"
            case .trapezoidsInside: "trapezoids between the bins inside the band"
            case .rectangles: "bins inside the band times their distance"
            }
        default: definitions.normalization == .lfAndHF ? "(LF + HF)" : "total power"
        }
    }
}

extension HRVDefinitions.Scales {
    var text: String {
        switch self {
        case .range(let from, let to): "scales \(from)-\(to)"
        case .upToTenth(let from): "scales \(from)-(N + 1)/10"
        case .powers(let from, let to): "scales \(from)-\(to), powers of two"
        case .powersToQuarter(let from): "scales \(from)-N/4, powers of two"
        }
    }
}
