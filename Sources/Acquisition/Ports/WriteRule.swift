/// Whether a byte may ever be sent to a device.
public enum WriteRule: Equatable, Sendable {
    /// Never. Such a port is opened for reading only, so that the kernel refuses to send.
    case never
    /// A HealthyPi 6: to its second (control) port only.
    case controlPortOnly
    /// Only once its own bytes have shown what it is.
    case onceRecognised
}
