/// A wish on `health.data.export` or `health.data.delete`, as it was understood: `{"recording":"01J…"}`,
/// with `seal_to` for an export, or `{"what":"baseline"}` to have the baseline erased.
public struct ActionRequest: Equatable, Sendable {
    public static let bytesMax = 4_096

    public enum What: Equatable, Sendable {
        case recording(String)
        case baseline
    }

    public let what: What
    /// The public key an export is sealed to.
    public let sealTo: String?

    public init(what: What, sealTo: String? = nil) {
        self.what = what
        self.sealTo = sealTo
    }

    /// - Throws: what the asker is told.
    public init(parsing bytes: [UInt8]) throws(ServiceRefusal) {
        guard bytes.count <= Self.bytesMax else { throw .tooLong(bytes: bytes.count) }
        let members: [FlatObject.Member]
        do throws(FlatObject.Problem) {
            members = try FlatObject.read(bytes)
        } catch {
            throw .notUnderstood(at: error.place)
        }
        var texts: [String: String] = [:]
        for member in members {
            guard texts[member.name] == nil else { throw .memberTwice }
            guard ["recording", "what", "seal_to"].contains(member.name),
                case .text(let text) = member.value, (1...128).contains(text.utf8.count)
            else { throw Self.notAnAction }
            texts[member.name] = text
        }
        switch (texts["recording"], texts["what"]) {
        case (let name?, nil): what = .recording(name)
        case (nil, "baseline"): what = .baseline
        default: throw Self.notAnAction
        }
        sealTo = texts["seal_to"]
    }

    public static let notAnAction = ServiceRefusal(
        saying:
            #"It takes {"recording":"NAME"}, for an export with "seal_to" and a public key, or, "#
            + #"to erase it, {"what":"baseline"}."#,
        code: 400, rule: "member_value")
}

extension ServiceRefusal {
    /// - Parameter reason: printable ASCII; what is not is left out.
    public init(saying reason: String, code: Int, rule: String, retrySeconds: Int? = nil) {
        self.init(
            code: code, rule: rule,
            reason: String(
                decoding: reason.utf8.filter { (0x20...0x7E).contains($0) }, as: UTF8.self),
            retrySeconds: retrySeconds)
    }
}
