public import Foundation
import Glibc
import Trust

/// Something in a realm's directory that is not as it should be.
public struct RealmFinding: Equatable, Sendable {
    public let path: String
    public let text: String

    public init(path: String, text: String) {
        self.path = path
        self.text = text
    }
}

extension Realm {
    private static let leafFiles = ["client.crt", "client.key", "nkey.seed", "nkey.pub"]

    /// Modes, keys that do not belong together, certificates that do not hold, and a nats.conf that
    /// is not what the roles say. Empty when all is well.
    public func findings(now: Date) -> [RealmFinding] {
        modeFindings(folder) + keyFindings() + certificateFindings(now) + driftFindings()
    }

    /// Files that only their owner may open; the broker's own store is the broker's.
    private func modeFindings(_ path: String) -> [RealmFinding] {
        var status = stat()
        guard lstat(path, &status) == 0 else { return [] }
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        var findings: [RealmFinding] = []
        if status.st_mode & S_IFMT == S_IFLNK {
            return [RealmFinding(path: path, text: "it is a link. Put the file itself there.")]
        }
        if status.st_mode & 0o077 != 0 {
            let mode = String(status.st_mode & 0o777, radix: 8)
            findings.append(
                RealmFinding(
                    path: path,
                    text: "others than its owner may use it (mode 0\(mode)). Close it: chmod "
                        + (isFolder ? "0700." : "0600.")))
        }
        guard isFolder, path != folder + "/jetstream" else { return findings }
        let names = RealmFolder.names(in: path) ?? []
        return findings + names.sorted().flatMap { modeFindings("\(path)/\($0)") }
    }

    private func keyFindings() -> [RealmFinding] {
        (roles.members.map(\.name) + [Roles.provisioner]).flatMap { name in
            let own = "\(folder)/keys/\(name)"
            guard access(own, F_OK) == 0 else {
                return [RealmFinding(path: own, text: "\(name) has no keys, and cannot connect.")]
            }
            let missing = Self.leafFiles.filter { access("\(own)/\($0)", F_OK) != 0 }
            if let first = missing.first {
                return [RealmFinding(path: "\(own)/\(first)", text: "it is missing.")]
            }
            do throws(RealmError) {
                let text = try Self.read("\(own)/nkey.pub").filter { !$0.isWhitespace }
                if try login(name).publicText == text { return [] }
                return [
                    RealmFinding(path: "\(own)/nkey.pub", text: "it does not belong to nkey.seed.")
                ]
            } catch {
                return [RealmFinding(path: own, text: "\(error)")]
            }
        }
    }

    private func certificateFindings(_ now: Date) -> [RealmFinding] {
        let leaves: [(path: String, use: CertificateReader.Use)] =
            [("\(folder)/keys/broker/server.crt", .server)]
            + (roles.members.map(\.name) + [Roles.provisioner]).map { name in
                (certificateFile(name), .client(trustDomain: roles.trustDomain, name: name))
            }
        return leaves.compactMap { leaf in
            guard let text = try? Self.read(leaf.path) else { return nil }
            let fault = CertificateReader.fault(
                text, use: leaf.use, authority: (try? Self.read(authorityFile)) ?? "", now: now)
            return fault.map { RealmFinding(path: leaf.path, text: $0) }
        }
    }

    private func driftFindings() -> [RealmFinding] {
        let path = "\(folder)/nats.conf"
        do throws(RealmError) {
            if try Self.read(path) == brokerConfiguration().text { return [] }
            return [
                RealmFinding(
                    path: path,
                    text: "it is not what roles.yaml and the keys say. Write it anew: "
                        + "healthypi-warden broker config.")
            ]
        } catch {
            return [RealmFinding(path: path, text: "\(error)")]
        }
    }
}
