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

    /// What stands in a certificate, whoever signed it; nil if it is none.
    static func dates(_ text: String) -> (from: Date, until: Date, serial: String)? {
        guard let certificate = try? Certificate(pemEncoded: text) else { return nil }
        let serial = certificate.serialNumber.bytes.map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return (certificate.notValidBefore, certificate.notValidAfter, serial.joined())
    }

    /// The names and addresses of a broker's certificate, in their order; nil unless the CA has
    /// signed it.
    static func hosts(_ text: String, authority: String) -> [String]? {
        guard let certificate = try? Certificate(pemEncoded: text),
            let authority = try? Certificate(pemEncoded: authority),
            authority.publicKey.isValidSignature(certificate.signature, for: certificate),
            let names = try? certificate.extensions.subjectAlternativeNames
        else { return nil }
        let hosts = names.compactMap { name -> String? in
            switch name {
            case .dnsName(let host): host
            case .ipAddress(let address): IPAddress.text(of: Array(address.bytes))
            default: nil
            }
        }
        return hosts.count == names.count && !hosts.isEmpty ? hosts : nil
    }
}
