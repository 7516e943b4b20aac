/// The boards and firmware lines that are told apart, by the names of the command line.
public enum Board: String, CaseIterable, Sendable {
    case healthypi3
    case healthypi4
    /// Zephyr v2.0.4 and later.
    case healthypi5
    /// Zephyr v0.9.4-pre to v1.0.0, and v1.1.3: separate packets for ECG and PPG.
    case healthypi5V1 = "healthypi5-v1"
    /// Zephyr v2.0.0 to v2.0.3: twice the frame rate.
    case healthypi5V2 = "healthypi5-v2.0.0"
    /// The Arduino firmware "NEXT".
    case healthypi5Next = "healthypi5-next"
    /// The first Arduino firmware.
    case healthypi5Legacy = "healthypi5-legacy"
    case healthypi6
    case tinyGSR = "tinygsr"
    case ads1292r
    case ads1293
    case afe4490
    case max30001
}
