import Foundation
import SwiftASN1
import X509

/// Looks a certificate over as an operator would.
enum CertificateReader {
    enum Use {
        case server
        case client(trustDomain: String, name: String)
    }

    /// - Returns: what is wrong with it, or nil.
    static func fault(_ text: String, use: Use, authority: String, now: Date) -> String? {
        guard let certificate = try? Certificate(pemEncoded: text) else {
            return "it is no certificate (PEM)."
        }
        guard let authority = try? Certificate(pemEncoded: authority),
            authority.publicKey.isValidSignature(certificate.signature, for: certificate)
        else { return "the realm's CA has not signed it." }
        if now < certificate.notValidBefore { return "it does not hold yet." }
        if now > certificate.notValidAfter { return "it has expired." }
        if now > authority.notValidAfter { return "the realm's CA has expired." }
        guard case .client(let domain, let name) = use else { return nil }
        let wanted = GeneralName.uniformResourceIdentifier("spiffe://\(domain)/agent/\(name)")
        let names = try? certificate.extensions.subjectAlternativeNames
        guard let names, names.contains(wanted) else {
            return "it is not for spiffe://\(domain)/agent/\(name)."
        }
        return nil
    }
}
