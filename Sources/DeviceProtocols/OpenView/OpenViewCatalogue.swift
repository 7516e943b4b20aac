/// Every kind of frame that devices of this family send, readable or not, for telling them apart.
enum OpenViewCatalogue {
    enum Entry: Int, CaseIterable {
        /// HealthyPi 5, ECG and PPG in one frame.
        case combined
        /// HealthyPi v3, v4 and the first firmware of the 5.
        case filtered
        /// HealthyPi 5, ECG and PPG in separate frames.
        case electrical, optical
        /// HealthyPi 5, v0.9.0-pre to v0.9.2-pre: 62 bytes where the header says 22.
        case preRelease
        /// HealthyPi 5, v0.9.3-pre.
        case preReleaseBatch
        /// HealthyPi v1 and v2.
        case early
        /// tinyGSR, ADS1292R, Pulse Express.
        case nine
        /// AFE4490.
        case ten
        /// ADS1293, MAX30001, MAX30003.
        case twelve
        /// MAX86150.
        case six
        /// Sensything.
        case eight
        /// HealthyPi 6 over its network bridge; the length's upper byte is a version.
        case networkData, networkVariability, networkEEG, networkDataFirst
    }

    static let layout = OpenViewLayout(kinds: Entry.allCases.map(kind))

    static func kind(_ entry: Entry) -> OpenViewFrameKind {
        switch entry {
        case .combined: OpenViewFrameKind(length: 22, rate: 128)
        case .filtered: OpenViewFrameKind(length: 20, rate: 125)
        case .electrical: OpenViewFrameKind(type: 3, length: 50, rate: 16)
        case .optical: OpenViewFrameKind(type: 4, length: 19, rate: 1_000.0 / 14 / 8)
        case .preRelease: OpenViewFrameKind(length: 22, total: 69, rate: 16)
        case .preReleaseBatch: OpenViewFrameKind(length: 40, rate: 16)
        case .early: OpenViewFrameKind(length: 19, rate: 125)
        case .nine: OpenViewFrameKind(length: 9, rate: 110)
        case .ten: OpenViewFrameKind(length: 10, rate: 125)
        case .twelve: OpenViewFrameKind(length: 12, rate: 125)
        case .six: OpenViewFrameKind(length: 6, rate: 100)
        case .eight: OpenViewFrameKind(length: 8, rate: 100)
        case .networkData: OpenViewFrameKind(length: 0x022B, total: 50, rate: 125)
        case .networkVariability: OpenViewFrameKind(type: 3, length: 0x0214, total: 27, rate: 1)
        case .networkEEG: OpenViewFrameKind(type: 4, length: 0x022E, total: 51, rate: 125)
        case .networkDataFirst: OpenViewFrameKind(length: 39, rate: 125)
        }
    }

    /// What comes from one device: entries that count together.
    static func family(of entry: Entry) -> Entry {
        switch entry {
        case .optical: .electrical
        case .networkVariability, .networkEEG, .networkDataFirst: .networkData
        default: entry
        }
    }

    /// The family whose frames a board sends; nil for one that speaks otherwise.
    static func family(of board: Board) -> Entry? {
        switch board {
        case .healthypi5, .healthypi5V2, .healthypi5Next: .combined
        case .healthypi3, .healthypi4, .healthypi5Legacy: .filtered
        case .healthypi5V1: .electrical
        case .tinyGSR, .ads1292r: .nine
        case .afe4490: .ten
        case .ads1293, .max30001: .twelve
        case .healthypi6: nil
        }
    }
}
