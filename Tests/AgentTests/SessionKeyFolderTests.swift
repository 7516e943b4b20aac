import Foundation
import Storage
import TestKit
import Testing
import Trust

@testable import Agent

/// Keys of sessions as files, sealed with the store's.
@Suite struct SessionKeyFolderTests {
    private let folder: TemporaryFolder
    private let seal: PayloadSeal

    init() throws {
        folder = try TemporaryFolder()
        seal = try StoreKey.readOrMake(in: folder.path)
    }

    private func keys(makes: Bool = true) -> SessionKeyFolder {
        SessionKeyFolder(in: folder.path, sealedWith: seal, makes: makes)
    }

    @Test func aKeyIsKeptSealedAndFoundAgain() throws {
        let made = try #require(try keys().make(for: "S"))
        let sealed = try made.seal([1, 2, 3])
        let file = folder.path + "/keys/S.key"
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)).count == 60)
        let later = try #require(try SessionKeyFolder.found(in: folder.path))
        #expect(later.codec(of: "S")?.name == made.name)
        #expect(try later.codec(named: made.name)?.open(sealed) == [1, 2, 3])
        #expect(try keys().make(for: "S")?.name == made.name)
        #expect(try keys().make(for: "T")?.name != made.name)
        // Who only reads makes none.
        #expect(try later.make(for: "U") == nil)
        #expect(later.codec(named: "chachapoly-00000000") == nil)
    }

    @Test func aDestroyedKeyIsGoneForEverybodyWhoComesLater() throws {
        let keys = keys()
        let made = try #require(try keys.make(for: "S"))
        try keys.destroy(of: "S")
        try keys.destroy(of: "S")
        #expect(keys.codec(of: "S") == nil)
        #expect(keys.codec(named: made.name) == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/keys").isEmpty)
    }

    @Test(arguments: ["", "..", "../S", "a/b", ".S"])
    func aNameIsNoWayOut(_ name: String) throws {
        let keys = keys()
        #expect(try keys.make(for: name) == nil)
        #expect(keys.codec(of: name) == nil)
        try keys.destroy(of: name)
    }

    @Test func withoutAStoreKeyThereAreNone() throws {
        let other = try TemporaryFolder()
        #expect(try SessionKeyFolder.found(in: other.path) == nil)
    }
}
