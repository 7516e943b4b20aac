/// Why the page is not served where it was asked to be.
public enum LoopbackAddressError: Error, Equatable, Sendable, CustomStringConvertible {
    case notAnAddress(String)
    case reachesFurther(host: String, port: UInt16)

    public var description: String {
        switch self {
        case .notAnAddress(let text):
            "Not an address to serve the page on (\(text)): give one such as 127.0.0.1:8080."
        case .reachesFurther(let host, let port):
            "The page shows health data and is served to this machine only, not on \(host). "
                + "Serve it on 127.0.0.1:\(port), and on the other machine run: "
                + "ssh -L \(port):127.0.0.1:\(port) USER@THIS-MACHINE"
        }
    }
}
