import Acquisition
import Agent
import DeviceProtocols
import Settings

extension SourceSettings {
    /// The source as the agent looks for it.
    var live: LiveSource {
        get throws {
            let place: LiveSource.Place =
                switch device {
                case .auto: .automatic
                case .path(let path): .path(path)
                case .i2c(let bus, let address): .i2c(bus: bus, address: address)
                }
            return LiveSource(
                place: place, board: board.flatMap { Board(rawValue: $0) },
                calibration: try calibration.map {
                    try TwoPointCalibration(
                        $0.first.reading, $0.second.reading, codes: codes)
                })
        }
    }
}

extension SourceSettings {
    /// Read by ourselves, the converter's own range; over serial the board's filter may have summed
    /// eight readings.
    private var codes: ClosedRange<Int> {
        guard case .i2c = device else {
            return TLA2022.codes.lowerBound * 8...TLA2022.codes.upperBound * 8
        }
        return TLA2022.codes
    }
}

extension ConductanceCalibration.Point {
    /// A conductance of so many microsiemens is a resistor of 1,000 / µS kilohms.
    fileprivate var reading: TwoPointCalibration.Reading {
        TwoPointCalibration.Reading(kiloohms: 1_000 / microsiemens, counts: counts)
    }
}
