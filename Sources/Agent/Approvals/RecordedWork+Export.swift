import EventContract
import Storage
import Trust

extension RecordedWork {
    /// Manifest and files into one sealed file, and the manifest beside it.
    func export(_ order: ApprovalOrder) throws -> ApprovalDeed {
        let action = order.action
        guard let text = action.parameters["seal_to"], let recipient = SealingPublicKey(text: text),
            let kept = RecordingFiles(in: recordings, name: action.resource)
        else { throw Refusal(.actionDiffers, "There is nothing to export any more.") }
        let found = try approved(action)
        // Hashed once more while it is sealed: what changes in between is not what was approved.
        let manifest = ExportManifest(
            action: action, label: order.label, approvals: order.approvals,
            made: order.time.seconds, files: found.files
        ).document(signedBy: key)
        let folder = try ExportFolder(in: exports, name: action.approvalId)
        do {
            let sealed = try seal(manifest, found.files, kept, to: recipient, order, folder)
            try folder.append(manifest + [UInt8(ascii: "\n")], to: Self.manifestName)
            try folder.finish()
            let names = [Self.sealedName, Self.manifestName]
            return ApprovalDeed(
                words: "Sealed to \(recipient.identifier): \(sealed.bytes) bytes, SHA-256 "
                    + "\(sealed.digest).",
                files: names.map { folder.path + "/" + $0 })
        } catch {
            ExportFolder.removeDraft(in: exports, name: action.approvalId)
            throw error
        }
    }

    private func seal(
        _ manifest: [UInt8], _ files: [ExportManifest.File], _ kept: RecordingFiles,
        to recipient: SealingPublicKey, _ order: ApprovalOrder, _ folder: ExportFolder
    ) throws -> (bytes: Int, digest: String) {
        var seal = try ExportSeal(to: recipient, actionHash: order.action.hash)
        var digest = Digest()
        var count = 0
        func write(_ bytes: [UInt8]) throws {
            digest.update(bytes)
            count += bytes.count
            try folder.append(bytes, to: Self.sealedName)
        }
        try write(seal.head)
        try write(try seal.seal(manifest + [UInt8(ascii: "\n")], isLast: files.isEmpty))
        for (index, file) in files.enumerated() {
            var own = Digest()
            var piece: [UInt8] = []
            // One piece behind, so that the last is known to be the last.
            try kept.read(file.name) { next in
                own.update(next)
                if !piece.isEmpty { try write(try seal.seal(piece, isLast: false)) }
                piece = next
            }
            guard own.hexadecimal == file.digest else {
                throw Refusal(.actionDiffers, "The recording changed while it was sealed.")
            }
            try write(try seal.seal(piece, isLast: index == files.count - 1))
        }
        return (count, digest.hexadecimal)
    }

    /// The recording, if it is the one that was approved.
    private func approved(_ action: ApprovalAction) throws(Refusal) -> Found {
        let found = try recording(action.resource)
        guard found.survey("").digest == action.resourceDigest else {
            throw Refusal(.actionDiffers, "What would be done is not what was approved.")
        }
        return found
    }

    /// Rows and key, with a tombstone in their place, then the files.
    func erase(_ order: ApprovalOrder) throws -> ApprovalDeed {
        guard let kept = RecordingFiles(in: recordings, name: order.action.resource) else {
            throw Refusal(.actionDiffers, "There is nothing to erase any more.")
        }
        let bytes = try approved(order.action).bytes
        // The files last: as long as they are there, it can be asked for again.
        let erased = try erased(order, bytes: bytes) { stone throws(StorageError) in
            try store.erase(session: order.action.resource, leaving: stone)
        }
        try kept.destroy()
        return ApprovalDeed(
            words: "Erased \(bytes) bytes of signals and \(erased.rows) rows derived from "
                + "them.\(erased.note)", files: [])
    }
}
