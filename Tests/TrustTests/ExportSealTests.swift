import EventContract
import TestKit
import Testing

@testable import Trust

/// Sealed to one key, for one approval, whole or not at all.
@Suite struct ExportSealTests {
    private let hash = String(repeating: "0f", count: 32)

    private func key(_ number: UInt8) throws -> SealingKey {
        try #require(SealingKey(seed: Array(repeating: number, count: 32)))
    }

    private func sealed(_ pieces: [[UInt8]], to key: SealingKey) throws -> [[UInt8]] {
        var seal = try ExportSeal(to: key.publicKey, actionHash: hash)
        var all = [seal.head]
        for (index, piece) in pieces.enumerated() {
            let sealed = try seal.seal(piece, isLast: index == pieces.count - 1)
            #expect(sealed.prefix(4).reduce(0) { $0 << 8 | Int($1) } == sealed.count - 4)
            all.append(Array(sealed.dropFirst(4)))
        }
        return all
    }

    private func opened(
        _ sealed: [[UInt8]], with key: SealingKey, hash: String? = nil
    ) throws -> [[UInt8]] {
        var opener = try ExportOpener(sealed[0], with: key, actionHash: hash ?? self.hash)
        var pieces: [[UInt8]] = []
        for (index, piece) in sealed.dropFirst().enumerated() {
            pieces.append(try opener.open(piece, isLast: index == sealed.count - 2))
        }
        return pieces
    }

    @Test func whatIsSealedOpensWithItsKeyAlone() throws {
        let pieces: [[UInt8]] = [Array("one".utf8), [], Array(repeating: 7, count: 100_000)]
        let key = try key(1)
        let sealed = try sealed(pieces, to: key)
        #expect(try opened(sealed, with: key) == pieces)
        #expect(rule { try opened(sealed, with: try self.key(2)) } == .signatureWrong)
        #expect(
            rule { try opened(sealed, with: key, hash: String(repeating: "00", count: 32)) }
                == .signatureWrong)
        // Sealed again it is other bytes.
        #expect(try self.sealed(pieces, to: key)[1] != sealed[1])
    }

    @Test("T11 an export cut, reordered, doubled or lengthened does not open")
    func tampered() throws {
        let key = try key(1)
        let sealed = try sealed([[1], [2], [3]], to: key)
        for bad in [
            [sealed[0], sealed[1], sealed[2]], [sealed[0], sealed[2], sealed[1], sealed[3]],
            [sealed[0], sealed[1], sealed[1], sealed[2], sealed[3]],
            [sealed[0], sealed[1], sealed[2], sealed[3], sealed[3]],
        ] {
            #expect(rule { try opened(bad, with: key) } == .signatureWrong)
        }
    }

    @Test("T9 an export with any byte changed does not open")
    func everyByte() throws {
        let key = try key(1)
        let sealed = try sealed([Array("signals".utf8)], to: key)
        for part in sealed.indices {
            for index in sealed[part].indices {
                var bad = sealed
                bad[part][index] ^= 1 << (index % 8)
                #expect(rule { try opened(bad, with: key) } != nil, "part \(part), byte \(index)")
            }
        }
    }

    @Test func keysHaveOneForm() throws {
        let key = try key(1)
        #expect(SealingKey(seedText: " \(key.seedText)\n")?.publicKey == key.publicKey)
        #expect(SealingPublicKey(text: key.publicKey.text) == key.publicKey)
        #expect(key.publicKey.text.utf8.count == 43)
        #expect(key.publicKey.identifier.utf8.count == 11)
        for text in ["", "a", key.publicKey.text + "A", key.publicKey.text + "="] {
            #expect(SealingPublicKey(text: text) == nil)
        }
        #expect(SealingKey(seed: [1, 2]) == nil)
        // Points of a small order, with which everybody agrees on zero.
        for point in [
            [UInt8](repeating: 0, count: 32), [1] + [UInt8](repeating: 0, count: 31),
            [0xEC] + [UInt8](repeating: 0xFF, count: 30) + [0x7F],
        ] {
            #expect(SealingPublicKey(text: Base64URL.text(of: point)) == nil)
        }
    }

    private func manifest(_ family: Family) throws -> ExportManifest {
        ExportManifest(
            action: try ApprovalAction(
                approvalId: "01JD0000000000000000000007", operation: .exportRaw,
                agent: "healthypi", requester: "orchestrator", resource: "R",
                resourceDigest: hash, parameters: ["seal_to": "k"]),
            label: .restricted, approvals: ["approver: wanted \"so\""], made: Family.now,
            files: [.init(name: "a file.dat", bytes: 7, digest: hash)])
    }

    @Test func aManifestIsReadBackAndHeldToItsSigner() throws {
        let family = Family()
        let manifest = try manifest(family)
        let bytes = manifest.document(signedBy: family.healthypi)
        #expect(try ExportManifest(bytes, try family.keyring()) == manifest)
        #expect(try ExportManifest(bytes, nil) == manifest)
        let forged = manifest.document(signedBy: family.hue)
        #expect(rule { try ExportManifest(forged, try family.keyring()) } == .agentDiffers)
        let unknown = manifest.document(signedBy: family.stranger)
        #expect(rule { try ExportManifest(unknown, try family.keyring()) } == .keyUnknown)
        for index in bytes.indices {
            var bad = bytes
            bad[index] ^= 1 << (index % 8)
            #expect(rule { try ExportManifest(bad, try family.keyring()) } != nil)
        }
    }

    @Test(arguments: ["../a", "a/b", "", ".", ".."])
    func aFileOfAManifestIsOnlyAName(_ name: String) throws {
        let family = Family()
        let good = try manifest(family)
        let bad = ExportManifest(
            action: good.action, label: good.label, approvals: [], made: 1,
            files: [.init(name: name, bytes: 1, digest: hash)])
        #expect(
            rule { try ExportManifest(bad.document(signedBy: family.healthypi), nil) }
                == .memberValue)
    }
}
