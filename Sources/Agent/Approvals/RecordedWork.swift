import EventContract
import Recordings
import Storage
import Trust

/// Exports and erasures of what an agent has recorded and learnt.
struct RecordedWork: ApprovalWork {
    static let sealedName = "export.sealed"
    static let manifestName = "manifest.json"

    let store: Store
    let recordings: String
    let exports: String
    /// A pseudonym.
    let person: String
    let key: MessageKey
    /// Sealed copies of baselines on the broker become unreadable with it.
    let forgetBucket: @Sendable () throws -> Void

    func size(_ wish: ApprovalWish) throws(Refusal) -> Int64 {
        switch wish.operation {
        case .exportRaw, .delete:
            let kept = try files(wish.resource)
            do {
                return try kept.files().reduce(0) { $0 + $1.bytes }
            } catch {
                throw Refusal(.busy, "The recording \(wish.resource) cannot be read.")
            }
        default: return 0
        }
    }

    func tidy(before seconds: Int64) -> [String] {
        ExportFolder.prune(in: exports, before: seconds)
    }

    private func files(_ name: String) throws(Refusal) -> RecordingFiles {
        if let kept = RecordingFiles(in: recordings, name: name) { return kept }
        let erased = (try? store.tombstones(of: name))?.last
        throw Refusal(
            .memberValue,
            erased.map { "The recording \(name) was erased (approval \($0.approval))." }
                ?? "There is no recording \(name).")
    }

    func survey(_ wish: ApprovalWish) throws(Refusal) -> ApprovalSurvey {
        switch wish.operation {
        case .eraseBaseline: return try baseline()
        case .exportRaw:
            guard let text = wish.sealTo, let recipient = SealingPublicKey(text: text) else {
                throw Refusal(
                    .memberValue,
                    "An export is sealed: seal_to is the requester's public key, 43 letters.")
            }
            let found = try recording(wish.resource)
            let giver =
                wish.origin == .socket
                ? "that was given at the local socket in the name of \(wish.requester)"
                : "that \(wish.requester) gave\(wish.isSigned ? " and signed" : "")"
            return found.survey(
                "Export of \(found.text). It leaves sealed to a key \(giver): "
                    + "\(recipient.identifier).")
        case .delete:
            let waiting = (try? store.waitingCount(ofSession: wish.resource)) ?? 1
            guard waiting == 0 else {
                throw Refusal(
                    .busy, "\(waiting) of its events wait for the broker; they leave first.")
            }
            let found = try recording(wish.resource)
            return found.survey(
                "Erasure of \(found.text), of \(found.rows) stored rows derived from it and of what "
                    + "was said of it, as this agent keeps it. It cannot be undone. Exports made of "
                    + "it and events the broker holds stay.")
        default:
            throw Refusal(
                .operationUnknown, "This agent cannot do \(wish.operation.rawValue).")
        }
    }

    func perform(_ order: ApprovalOrder) throws -> ApprovalDeed {
        switch order.action.operation {
        case .exportRaw: return try export(order)
        case .delete: return try erase(order)
        case .eraseBaseline:
            // First, so that nothing that stops the rest leaves copies on the broker readable.
            try forgetBucket()
            let erased = try erased(order, bytes: 0) { stone throws(StorageError) in
                try store.erase(person: person, leaving: stone)
            }
            return ApprovalDeed(
                words: "Erased \(erased.rows) rows of the baseline.\(erased.note)", files: [])
        default:
            throw Refusal(
                .operationUnknown, "This agent cannot do \(order.action.operation.rawValue).")
        }
    }

    func remains(of action: ApprovalAction) -> String {
        switch action.operation {
        case .exportRaw:
            ExportFolder.removeDraft(in: exports, name: action.approvalId)
            return ExportFolder.isThere(in: exports, name: action.approvalId)
                ? "The sealed file is complete." : "No file was made."
        case .delete, .eraseBaseline:
            let isNoted =
                (try? store.tombstones(of: action.resource))?.contains {
                    $0.approval == action.approvalId
                } ?? false
            let hasFiles =
                action.operation == .delete
                && RecordingFiles(in: recordings, name: action.resource) != nil
            switch (isNoted, hasFiles) {
            case (true, false): return "It had been erased."
            case (true, true):
                return
                    "What was derived from it is erased, and some of its signals may be left. Ask "
                    + "for the erasure again."
            case (false, true): return "It had not begun. Ask for the erasure again."
            case (false, false):
                return action.operation == .delete
                    ? "Its signals are gone." : "It had not begun. Ask for the erasure again."
            }
        default: return ""
        }
    }

    /// Rows and the tombstone in their place, by one stroke; and a sentence where the store's log still
    /// holds copies.
    func erased(
        _ order: ApprovalOrder, bytes: Int64,
        _ erase: (@escaping (Int) -> Tombstone) throws(StorageError) -> Int
    ) throws(StorageError) -> (rows: Int, note: String) {
        var count = 0
        do throws(StorageError) {
            _ = try erase { rows in
                count = rows
                return Tombstone(
                    resource: order.action.resource, approval: order.action.approvalId,
                    actionHash: order.action.hash, timeMilliseconds: order.time.milliseconds,
                    bytes: bytes, rows: Int64(rows))
            }
            return (count, "")
        } catch .logStillHeld {
            return (
                count,
                " The store's log still holds copies, for somebody reads it; they go when the agent "
                    + "starts anew."
            )
        }
    }
}

extension RecordedWork {
    /// A recording as it lies there now.
    struct Found {
        let files: [ExportManifest.File]
        /// What it is, from when to when, and how much.
        let text: String
        let rows: Int

        var bytes: Int64 { files.reduce(0) { $0 + $1.bytes } }

        func survey(_ words: String) -> ApprovalSurvey {
            var digest = Digest()
            for file in files {
                digest.update(Array("\(file.digest) \(file.bytes) \(file.name)\n".utf8))
            }
            return ApprovalSurvey(
                digest: digest.hexadecimal, words: words, bytes: bytes,
                count: Int64(files.count), label: .restricted)
        }
    }

    func recording(_ name: String) throws(Refusal) -> Found {
        let kept = try files(name)
        guard !store.isOpen(session: name) else {
            throw Refusal(.busy, "The session \(name) has not ended yet.")
        }
        do {
            let files = try kept.files()
            guard files.count <= ExportManifest.filesMax else {
                throw Refusal(
                    .tooLarge, "It has more than \(ExportManifest.filesMax) files.")
            }
            for file in files where file.name.hasSuffix(".hea") {
                var header: [UInt8] = []
                try kept.read(file.name) { header += $0 }
                guard !String(decoding: header, as: UTF8.self).contains(WFDBRecorderNotes.openMark)
                else { throw Refusal(.busy, "The recording \(name) has not ended yet.") }
            }
            let hashed = try files.map { file in
                var digest = Digest()
                try kept.read(file.name) { digest.update($0) }
                return ExportManifest.File(
                    name: file.name, bytes: file.bytes, digest: digest.hexadecimal)
            }
            return Found(
                files: hashed, text: try text(name, hashed),
                rows: try store.rowCount(ofSession: name))
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            throw Refusal(.busy, "The recording \(name) cannot be read.")
        }
    }

    private func text(_ name: String, _ files: [ExportManifest.File]) throws -> String {
        let bytes = files.reduce(0) { $0 + $1.bytes }
        let session = try store.sessions().first { $0.id == name }
        let span: String
        if let session {
            let start = WireTime(millisecondsSince1970: session.startMilliseconds).text
            let end = session.endMilliseconds.map { WireTime(millisecondsSince1970: $0).text }
            span = ", from \(start) to \(end ?? "an unknown end")"
        } else {
            span = ""
        }
        let count = files.count == 1 ? "1 file" : "\(files.count) files"
        return "the recording \(name) of person \(person.prefix(8))\(span): raw signals, \(count), "
            + "\(bytes) bytes, label restricted"
    }

    private func baseline() throws(Refusal) -> ApprovalSurvey {
        guard let rows = try? store.baseline(person: person) else {
            throw Refusal(.busy, "The store cannot be read.")
        }
        var digest = Digest()
        digest.update(Array("baseline of \(person)".utf8))
        let days = Set(rows.map(\.day)).count
        return ApprovalSurvey(
            digest: digest.hexadecimal,
            words: "Erasure of the baseline and the answers of person \(person.prefix(8)), as they "
                + "are when it is done; now \(rows.count) rows of \(days) days. It cannot be "
                + "undone. Recordings and events stay.",
            bytes: 0, count: Int64(rows.count), label: .confidential)
    }
}
