import Crypto

/// Seals an export to one key, piece by piece: HPKE in base mode with X25519, HKDF-SHA256 and
/// ChaCha20-Poly1305.
///
/// Source: RFC 9180. The file is `head`, then pieces, each with four bytes of length, most
/// significant first, before it. Pieces are numbered by HPKE; the last says that it is the last, so
/// that a file cut short does not open. The approved action's hash is part of the key's making:
/// what was sealed for one approval never opens as another's.
///
/// Nothing says who sealed it: that is the signed manifest's to say.
public struct ExportSeal {
    /// Bytes of a piece before it is sealed.
    public static let pieceBytes = 1 << 20
    static let magic = Array("healthypi-export/1\n".utf8)
    static let headBytes = magic.count + 32
    static let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly

    private var sender: HPKE.Sender
    /// What the file begins with.
    public let head: [UInt8]

    /// - Parameter actionHash: of the approved action.
    public init(to recipient: SealingPublicKey, actionHash: String) throws(Refusal) {
        do {
            sender = try HPKE.Sender(
                recipientKey: recipient.key, ciphersuite: Self.suite,
                info: Self.info(actionHash).rawRepresentation)
        } catch {
            throw Refusal(.memberValue, "Nothing can be sealed to this key.")
        }
        head = Self.magic + Array(sender.encapsulatedKey)
    }

    /// The next piece, sealed, with its length before it.
    public mutating func seal(_ piece: [UInt8], isLast: Bool) throws -> [UInt8] {
        precondition(piece.count <= Self.pieceBytes, "a piece of an export has 1 MiB at most")
        let sealed = try sender.seal(piece, authenticating: Self.mark(isLast))
        return Self.length(sealed.count) + Array(sealed)
    }

    /// SHA-256 of what the export is for. It is held as a key's 32 bytes, which is no key: this room
    /// has no other way to the type that the library takes.
    static func info(_ actionHash: String) throws -> Curve25519.KeyAgreement.PublicKey {
        let digest = SHA256.hash(data: Array("healthypi export \(actionHash)".utf8))
        return try Curve25519.KeyAgreement.PublicKey(rawRepresentation: Array(digest))
    }

    static func mark(_ isLast: Bool) -> [UInt8] { Array((isLast ? "last" : "more").utf8) }

    private static func length(_ count: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
    }
}

/// Opens what `ExportSeal` sealed.
public struct ExportOpener {
    /// What a piece has at most, sealed.
    public static let sealedPieceMax = ExportSeal.pieceBytes + 16
    public static let headBytes = ExportSeal.headBytes

    private var recipient: HPKE.Recipient
    public private(set) var isComplete = false

    /// - Parameter head: the first `headBytes` of the file.
    public init(_ head: [UInt8], with key: SealingKey, actionHash: String) throws(Refusal) {
        guard head.count == Self.headBytes, head.starts(with: ExportSeal.magic) else {
            throw Refusal(.notAnObject, "It is no sealed export.")
        }
        do {
            recipient = try HPKE.Recipient(
                privateKey: key.key, ciphersuite: ExportSeal.suite,
                info: ExportSeal.info(actionHash).rawRepresentation,
                encapsulatedKey: Curve25519.KeyAgreement.PublicKey(
                    rawRepresentation: Array(head[ExportSeal.magic.count...])
                ).rawRepresentation)
        } catch {
            throw Refusal(.memberValue, "Nothing was ever sealed so.")
        }
    }

    /// The next piece, without its length.
    public mutating func open(_ sealed: [UInt8], isLast: Bool) throws(Refusal) -> [UInt8] {
        guard !isComplete else {
            throw Refusal(.trailingBytes, "Something stands behind the last piece.")
        }
        do {
            let piece = try recipient.open(
                sealed, authenticating: ExportSeal.mark(isLast))
            isComplete = isLast
            return Array(piece)
        } catch {
            throw Refusal(
                .signatureWrong,
                "It is sealed to another key or for another approval, or was altered.")
        }
    }
}
