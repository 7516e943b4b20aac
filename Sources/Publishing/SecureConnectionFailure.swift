/// Why a connection could not be made private.
public enum SecureConnectionFailure: Sendable, Equatable {
    /// The broker does not offer TLS.
    case notOffered
    /// The broker speaks no TLS 1.3.
    case versionTooOld
    /// Nobody we trust has signed the broker's certificate.
    case authorityUnknown
    /// The certificate is for another host.
    case hostNameDiffers
    case certificateExpired
    /// The broker did not take our certificate, or wanted one.
    case ownCertificateRefused
    case other(String)
}
