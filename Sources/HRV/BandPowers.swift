/// Powers and peaks of one spectrum, each read off once.
struct BandPowers {
    let spectrum: HRVSpectrum
    private let definitions: HRVDefinitions
    private let vlf: Double?
    private let lf: Double?
    private let hf: Double?
    private let total: Double?

    init(_ spectrum: HRVSpectrum, _ definitions: HRVDefinitions) {
        self.spectrum = spectrum
        self.definitions = definitions
        let edges = definitions.edges
        vlf = spectrum.power(in: edges.vlf)
        lf = spectrum.power(in: edges.lf)
        hf = spectrum.power(in: edges.hf)
        let outer = [edges.ulf, edges.vhf].compactMap { spectrum.power(in: $0) }
        let inner = [vlf, lf, hf].compactMap { $0 }
        total = inner.isEmpty ? nil : outer.reduce(inner.reduce(0, +), +)
    }

    func value(_ name: HRVMeasureName) -> Double? {
        switch name {
        case .vlfPower: vlf
        case .lfPower: lf
        case .hfPower: hf
        case .totalPower: total
        case .lfNormalized: ratio(lf.map { 100 * $0 }, whole)
        case .hfNormalized: ratio(hf.map { 100 * $0 }, whole)
        case .lfHfRatio: ratio(lf, hf)
        case .lfPeak: peak(definitions.edges.lf, lf)
        case .hfPeak: peak(definitions.edges.hf, hf)
        default: nil
        }
    }

    /// What normalized units are shares of.
    private var whole: Double? {
        guard definitions.normalization == .lfAndHF else { return total }
        guard let lf, let hf else { return nil }
        return lf + hf
    }

    private func peak(_ band: Range<Double>, _ power: Double?) -> Double? {
        guard let power, power > 0 else { return nil }
        return spectrum.peak(in: band)
    }
}
