import ArgumentParser
import Foundation
import Glibc
import Realm
import Trust

/// `healthypi-warden token …`: who may send on what, for how long.
struct Token: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Issue, check and revoke capability tokens.",
        discussion: """
            A token says who may send on which subjects, until when. The issuer of a realm signs \
            it, no further than roles.yaml goes; every agent checks it by itself.

            EXAMPLES
              healthypi-warden token issue --realm realm --agent orchestrator \\
                --subject health.data.read --audience healthypi > asking.token
              healthypi-warden token verify asking.token --realm realm
              healthypi-warden token revoke --realm realm --token asking.token
            """,
        subcommands: [
            TokenIssue.self, TokenInspect.self, TokenVerify.self, TokenUseCommand.self,
            TokenRefreshCommand.self, TokenRevoke.self,
        ])
}

extension Exit {
    static let badInput: Int32 = 65

    /// Somebody whom the realm does not know.
    static func stranger(_ name: String, _ realm: Realm) -> WardenFailure {
        let place = realm.folder + "/roles.yaml"
        return WardenFailure(
            code: usage,
            text: "\(name) is no member of this realm: \(place) does not name it. Name one that is "
                + "there, or add it.")
    }

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
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, errno) }
        defer { if path != "-" { close(descriptor) } }
        // One byte more than any token has, so that a longer one is seen to be longer.
        let most = CapabilityToken.lengthMax + 2
        var bytes: [UInt8] = []
        while bytes.count < most {
            var piece = [UInt8](repeating: 0, count: most - bytes.count)
            let count = read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(path, errno) }
            if count == 0 { break }
            bytes += piece[..<count]
        }
        return bytes.last == UInt8(ascii: "\n") ? Array(bytes.dropLast()) : bytes
    }

    /// - Parameter code: an `errno`.
    private static func failure(_ path: String, _ code: Int32) -> WardenFailure {
        let place = path == "-" ? "standard input" : path
        let (why, remedy) =
            switch code {
            case ENOENT, ENOTDIR: ("there is no such file", "Check the path.")
            case EISDIR: ("it is a directory", "Name the file that holds the token.")
            case EACCES, EPERM: ("permission denied", "Give this user the right to read it.")
            default:
                (String(cString: strerror(code)).lowercased(), "Check the path and the disk.")
            }
        return WardenFailure(
            code: Exit.cannotOpen, text: "Cannot read the token (\(place)): \(why). \(remedy)")
    }
}
