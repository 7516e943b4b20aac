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
            return found.survey(
                "Export of \(found.text). It leaves sealed to a key that \(wish.requester) gave: "
                    + "\(recipient.identifier).")
        case .delete:
            let found = try recording(wish.resource)
            let waiting = (try? store.waitingCount(ofSession: wish.resource)) ?? 1
            guard waiting == 0 else {
                throw Refusal(
                    .busy, "\(waiting) of its events wait for the broker; they leave first.")
            }
            return found.survey(
                "Erasure of \(found.text), and of \(found.rows) stored rows derived from it. It "
                    + "cannot be undone. Exports made of it and events the broker holds stay; its "
                    + "events in this agent's store "
                    + (store.isSealed(session: wish.resource) ? "go too." : "stay as well."))
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
            let count = try store.erase(person: person)
            try forgetBucket()
            try store.keep(tombstone(order, bytes: 0, rows: Int64(count)))
            return ApprovalDeed(words: "Erased \(count) rows of the baseline.", files: [])
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
            if isNoted { return "It had been erased." }
            if action.operation == .eraseBaseline { return "It may be erased in part." }
            return RecordingFiles(in: recordings, name: action.resource) == nil
                ? "The recording is gone."
                : "Some of it may be left. Ask for the erasure again."
        default: return ""
        }
    }

    func tombstone(_ order: ApprovalOrder, bytes: Int64, rows: Int64) -> Tombstone {
        Tombstone(
            resource: order.action.resource, approval: order.action.approvalId,
            actionHash: order.action.hash, timeMilliseconds: order.time.milliseconds,
            bytes: bytes, rows: rows)
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
        guard let kept = RecordingFiles(in: recordings, name: name) else {
            let erased = (try? store.tombstones(of: name))?.last
            throw Refusal(
                .memberValue,
                erased.map { "The recording \(name) was erased (approval \($0.approval))." }
                    ?? "There is no recording \(name).")
        }
        do {
            let files = try kept.files()
            guard files.count <= ExportManifest.filesMax else {
                throw Refusal(
                    .tooLarge, "It has more than \(ExportManifest.filesMax) files.")
            }
            var isOpen = false
            var hashed: [ExportManifest.File] = []
            for file in files {
                var digest = Digest()
                var header: [UInt8] = []
                try kept.read(file.name) { piece in
                    digest.update(piece)
                    if file.name.hasSuffix(".hea") { header += piece }
                }
                if String(decoding: header, as: UTF8.self).contains(WFDBRecorderNotes.openMark) {
                    isOpen = true
                }
                hashed.append(
                    .init(name: file.name, bytes: file.bytes, digest: digest.hexadecimal))
            }
            guard !isOpen else {
                throw Refusal(.busy, "The recording \(name) has not ended yet.")
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
