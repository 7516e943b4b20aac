import Biosignals
import Dashboard
import HRV

/// A measure of variability as a tile.
struct HRVTile {
    let name: HRVMeasureName
    let label: String

    static let all = [
        HRVTile(name: .rmssd, label: "RMSSD"), HRVTile(name: .sdnn, label: "SDNN"),
        HRVTile(name: .pNN50, label: "pNN50"), HRVTile(name: .lfPower, label: "LF power"),
        HRVTile(name: .hfPower, label: "HF power"), HRVTile(name: .sampEn, label: "SampEn"),
    ]

    /// Of a pulse it is pulse-rate variability, and is called so.
    func message(of panel: HRVPanel, at seconds: Double, source: String) -> PageTile {
        let prefix = source == BeatSource.ppg.rawValue ? "prv_" : ""
        let measure = panel.measures.first { $0.name == name }
        return PageTile(
            id: prefix + name.rawValue, label: label, value: measure?.estimate.value,
            unit: name.unit, interval95: measure?.interval95, noiseFloor: measure?.noiseFloor,
            reason: measure?.estimate.unavailable?.code, windowSeconds: panel.window.value,
            at: seconds, source: source, method: measure?.method ?? "")
    }
}
