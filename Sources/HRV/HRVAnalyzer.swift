public import Biosignals

/// Computes every measure of a window of NN intervals, or says why it cannot.
///
/// A value; the same intervals give the same digits on every run and every thread.
public struct HRVAnalyzer: Sendable {
    public let preset: HRVPreset
    public let limits: HRVLimits
    /// The choices of the preset.
    public let definitions: HRVDefinitions
    private let maker: HRVSpectrumMaker
    /// In the order of the measures.
    private let cards: [Card]

    private struct Card {
        let name: HRVMeasureName
        let method: String
        /// The error model was fitted to these definitions of the measure, and to no others.
        let hasErrorModel: Bool
    }

    /// Throws: `HRVError` if a limit is outside its range.
    public init(
        preset: HRVPreset = .taskforce, limits: HRVLimits = HRVLimits()
    ) throws(HRVError) {
        try limits.check()
        self.preset = preset
        self.limits = limits
        let definitions = preset.definitions
        self.definitions = definitions
        maker = HRVSpectrumMaker(definitions)
        cards = HRVMeasureName.allCases.map {
            Card(
                name: $0, method: $0.method(definitions),
                hasErrorModel: definitions.sharesErrorModel(of: $0))
        }
    }

    /// - Parameters:
    ///   - nn: the intervals of the window.
    ///   - window: stated length of the window.
    ///   - usable: share of the window whose signal was usable, 0…1.
    ///   - rhythm: why the rhythm allows no heart rate variability; nil if it does.
    ///   - breathing: the breathing rate in the window, if the chest was measured.
    public func panel(
        of nn: NNIntervals, window: Seconds, usable: Double, rhythm: Unavailable? = nil,
        breathing: Hertz? = nil
    ) -> HRVPanel {
        let gate = HRVGate(
            nn: nn, window: window, usable: usable, limits: limits, rhythm: rhythm)
        var objections: [HRVMeasureName: Unavailable] = [:]
        for name in HRVMeasureName.allCases { objections[name] = gate.objection(to: name) }
        let values = HRVValues(of: nn, by: definitions, maker) { objections[$0] == nil }
        let mean = TimeDomain.mean(nn.milliseconds).map { Milliseconds($0) }
        let uncertainty = HRVUncertainty(of: nn, window: window, spectrum: values.spectrum)
        let measures = cards.map { card in
            let name = card.name
            let estimate = estimate(name, values, objections[name])
            let floor = nn.timingSD.flatMap { timingSD in
                mean.flatMap { name.noiseFloor(timingSD: timingSD, meanNN: $0) }
            }
            return HRVMeasure(
                name: name, unit: name.unit, estimate: estimate, method: card.method,
                noiseFloor: card.hasErrorModel || name.domain == .time ? floor : nil,
                interval95: estimate.value.flatMap { value in
                    card.hasErrorModel ? uncertainty?.interval95(of: name, value: value) : nil
                })
        }
        return HRVPanel(
            preset: preset, window: window, usable: usable, beatsTotal: nn.beatsTotal,
            edits: nn.edits, measures: measures,
            breathing: values.spectrum.flatMap { spectrum in
                mean.map { HRVBreathing(spectrum: spectrum, meanNN: $0, measured: breathing) }
            })
    }

    private func estimate(
        _ name: HRVMeasureName, _ values: HRVValues, _ objection: Unavailable?
    ) -> Estimate<Double> {
        if definitions.absent.contains(name) {
            return .unavailable(
                .sourceUnsuitable(because: "\(definitions.tool) does not compute it"))
        }
        if let objection { return .unavailable(objection) }
        if let value = values.value(name) { return .value(value) }
        return .unavailable(.sourceUnsuitable(because: definitions.undefined(name)))
    }
}

extension HRVDefinitions {
    /// Why intervals enough have no value.
    fileprivate func undefined(_ name: HRVMeasureName) -> String {
        guard name == .tinn, case .rightFoot = triangle else {
            return "these intervals leave the measure undefined"
        }
        return "the search of \(tool) ends without a triangle, where it prints 0"
    }

    /// One measure of these intervals, whatever their number and the length of their window; nil
    /// where it is not defined or the tool does not have it. For comparisons with other programs,
    /// which ask no more of a window.
    public func value(_ name: HRVMeasureName, of nn: NNIntervals) -> Double? {
        values([name], of: nn)[name]
    }

    /// The same for several, which share what they have in common.
    public func values(
        _ names: [HRVMeasureName] = HRVMeasureName.allCases, of nn: NNIntervals
    ) -> [HRVMeasureName: Double] {
        let made = HRVValues(of: nn, by: self, HRVSpectrumMaker(self)) { names.contains($0) }
        return names.reduce(into: [:]) { values, name in
            if !absent.contains(name) { values[name] = made.value(name) }
        }
    }
}
