import Foundation
import Glibc
import Synchronization
import TestKit
import Testing
import Trust

@testable import Agent

/// Keys and revocations as they change while an agent runs, and over its restarts.
@Suite struct AgentTrustTests {
    private let member = RequestGate.Asker.member("orchestrator")

    @Test("T8 what was revoked stays so over a restart, whatever list lies beside the login")
    func keptList() throws {
        let place = try GrantingPlace()
        let none = Revocations().next(at: GrantingPlace.start)
        try place.revoke(
            none.next(at: GrantingPlace.start + 30, tokens: ["01JD0000000000000000000000"]))
        place.around.seconds.withLock { $0 = 60 }
        _ = try place.keeper()
        try place.revoke(none)
        let keeper = try place.keeper()
        #expect(
            refusal { _ = try keeper.admit(place.message("request-1"), from: member) }
                == "token_revoked")
        #expect(
            place.around.told.withLock { $0 } == [
                "Cannot use \(place.trust)/revocations.json: A newer list is known. Copy it again "
                    + "from the realm."
            ])
        // A damaged copy is no list; then the one beside the login counts.
        _ = try place.folder.write("damaged", to: "state/revocations.json")
        let forgetful = try place.keeper()
        _ = try forgetful.admit(place.message("request-2"), from: member)
    }

    @Test("T20 a keyring that changes counts at once, whatever list lies beside it")
    func keyringChanges() throws {
        let place = try GrantingPlace()
        let none = Revocations().next(at: GrantingPlace.start)
        try place.revoke(none.next(at: GrantingPlace.start))
        let keeper = try place.keeper()
        _ = try keeper.admit(place.message("request-1"), from: member)
        // An older list comes back together with an entry that has ended, written over the old one.
        try place.revoke(none)
        try place.write(.member, place.orchestrator, end: GrantingPlace.start + 1)
        place.around.seconds.withLock { $0 = 2 }
        #expect(
            refusal { _ = try keeper.admit(place.message("request-2"), from: member) }
                == "key_not_valid_now")
    }

    @Test("T20 a root of trust that others may write is refused, and so is its folder")
    func writableRoot() throws {
        let place = try GrantingPlace()
        #expect(chmod(place.trust + "/root.pub", 0o666) == 0)
        #expect(
            throws: TrustFolderError.wrong(
                path: place.trust + "/root.pub", reason: "others may write to it (chmod go-w).")
        ) { try place.keeper() }
        #expect(chmod(place.trust + "/root.pub", 0o644) == 0)
        #expect(chmod(place.trust, 0o777) == 0)
        #expect(
            throws: TrustFolderError.wrong(
                path: place.trust, reason: "others may write to this folder (chmod go-w).")
        ) { try place.keeper() }
    }

    @Test("T15 a list from the future, taken in before the clock was kept, sets no floor")
    func futureList() throws {
        let place = try GrantingPlace()
        place.around.isKept.withLock { $0 = false }
        try place.revoke(Revocations().next(at: GrantingPlace.start + 1_000_000))
        let keeper = try place.keeper()
        place.around.isKept.withLock { $0 = true }
        place.around.seconds.withLock { $0 = 10 }
        // Judged by the clock, not by the list.
        #expect(
            refusal { _ = try keeper.admit(place.message("request"), from: member) } == nil)
    }

    @Test("T15 the moment at which the newest list was signed has passed, also for the next start")
    func floorOfList() throws {
        let place = try GrantingPlace()
        place.around.seconds.withLock { $0 = 3_600 }
        try place.revoke(Revocations().next(at: GrantingPlace.start + 3_600))
        _ = try place.keeper()
        place.around.seconds.withLock { $0 = 60 }
        let keeper = try place.keeper()
        #expect(
            refusal { _ = try keeper.admit(place.message("request"), from: member) }
                == "clock_untrusted")
    }
}
