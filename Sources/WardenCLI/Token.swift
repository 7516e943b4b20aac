import ArgumentParser
import Foundation
import Realm
import Trust

/// `healthypi-warden token …`: who may send on what, for how long.
struct Token: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Issue, check and revoke capability tokens.",
        subcommands: [
            TokenIssue.self, TokenInspect.self, TokenVerify.self, TokenUseCommand.self,
            TokenRefreshCommand.self, TokenRevoke.self,
        ])
}

extension Exit {
    static let badInput: Int32 = 65

    /// A refusal as the exit code and the line of the contract.
    static func failure(_ code: Int32, _ refusal: Refusal) -> WardenFailure {
        WardenFailure(code: code, text: "\(refusal.rule.rawValue): \(refusal.reason)")
    }
}

/// A realm's granting side, read, with the time.
struct TokenRealm {
    let realm: Realm
    let clock: ClockReading
    let keyring: Keyring
    let revocations: Revocations
    private let issuerKey: MessagePublicKey

    init(_ path: String) throws {
        realm = try Realm(at: path)
        clock = ClockReading(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        keyring = try realm.keyring()
        revocations = try realm.revocations(keyring, at: clock)
        issuerKey = try realm.grantingPublicKey("issuer")
    }

    /// - Throws: 77 outside the hours in which roles.yaml lets the member hold a token.
    func checkHours(_ name: String) throws {
        let now = Date(timeIntervalSince1970: Double(clock.seconds))
        let parts = Calendar.current.dateComponents([.hour, .minute], from: now)
        let minute = (parts.hour ?? 0) * 60 + (parts.minute ?? 0)
        guard let hours = realm.roles.member(name)?.hours, !hours.contains(minute: minute) else {
            return
        }
        throw Exit.failure(
            Exit.notPermitted,
            Refusal(.outsideHours, "\(name) may hold a token from \(hours) only."))
    }

    var ceilings: RoleCeilings { realm.roles.ceilings }

    /// The same grant anew, signed, as long as the old one holds and the role still allows it.
    func renewed(_ token: [UInt8]) throws -> [UInt8] {
        let renewed: CapabilityToken
        do throws(Refusal) {
            var verifier = verifier(audience: "", takesPlain: false)
            let old = try verifier.verified(token, isSensitive: false, at: clock)
            renewed = try issuer().renewed(
                old, id: TokenIssue.newIdentifier(clock), at: clock.seconds)
        } catch {
            throw Exit.failure(Exit.notPermitted, error)
        }
        try checkHours(renewed.agent)
        return renewed.document(signedBy: try realm.grantingKey("issuer"))
    }

    func issuer() -> TokenIssuer {
        TokenIssuer(name: realm.roles.issuer, ceilings: ceilings, revocations: revocations)
    }

    func verifier(audience: String, takesPlain: Bool) -> TokenVerifier {
        TokenVerifier(
            audience: audience, issuer: realm.roles.issuer, keyring: keyring,
            ceilings: ceilings, revocations: revocations,
            plain: takesPlain ? .init(issuer: issuerKey) : nil)
    }
}

/// A token from a file or from standard input.
enum TokenFile {
    /// - Parameter path: `-` for standard input.
    static func bytes(_ path: String) throws -> [UInt8] {
        let data: Data
        do {
            let handle =
                path == "-"
                ? FileHandle.standardInput
                : try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            // One byte more than any token has, so that a longer one is seen to be longer.
            data = try handle.read(upToCount: CapabilityToken.lengthMax + 2) ?? Data()
        } catch {
            throw WardenFailure(
                code: Exit.cannotOpen,
                text: "Cannot read \(path): \(error.localizedDescription)")
        }
        return Array(data.last == UInt8(ascii: "\n") ? data.dropLast() : data)
    }
}
