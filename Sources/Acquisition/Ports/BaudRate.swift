import Glibc

/// The speeds this family of boards uses on a real UART. A USB-CDC port takes either and ignores it.
public enum BaudRate: Int, CaseIterable, Sendable {
    case rate57600 = 57_600
    case rate115200 = 115_200

    /// As termios spells it.
    var speed: speed_t {
        switch self {
        case .rate57600: speed_t(B57600)
        case .rate115200: speed_t(B115200)
        }
    }
}
