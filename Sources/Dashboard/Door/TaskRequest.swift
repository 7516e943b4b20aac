import Foundation

/// A task as it was asked for: `{"kind":"report","recording":"01J…"}`; for an export also `seal_to`,
/// and for what needs an approval also `requester`. Nothing besides.
public struct TaskRequest: Equatable, Sendable {
    public let kind: TaskKind
    /// A folder of the recordings, named as it lies there; empty for the baseline.
    public let recording: String
    /// The public key an export is sealed to, 43 letters of base64url.
    public let sealTo: String?
    /// The member in whose name it is asked; nil for whoever asks persons.
    public let requester: String?

    public init(
        kind: TaskKind, recording: String, sealTo: String? = nil, requester: String? = nil
    ) {
        self.kind = kind
        self.recording = recording
        self.sealTo = sealTo
        self.requester = requester
    }

    init(_ body: [UInt8]) throws(TaskRequestProblem) {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(body)),
            case .object(let members) = value
        else { throw .notAnObject }
        let known = ["kind", "recording", "seal_to", "requester"]
        let unknown = members.keys.filter { !known.contains($0) }.sorted()
        if let first = unknown.first { throw .unknownMember(String(first.prefix(64))) }
        // Two readers of a member that stands twice could each believe another one.
        guard Self.memberCount(body) == members.count else { throw .memberTwice }
        guard case .text(let kind)? = members["kind"], let kind = TaskKind(rawValue: kind) else {
            throw .kind
        }
        var recording = ""
        if kind != .eraseBaseline || members["recording"] != nil {
            guard kind != .eraseBaseline, case .text(let name)? = members["recording"],
                Self.isName(name)
            else { throw .recording }
            recording = name
        }
        self.init(
            kind: kind, recording: recording,
            sealTo: try Self.plain("seal_to", members, kind == .export),
            requester: try Self.plain("requester", members, kind.needsApproval))
    }

    /// A name or key; nil if it is not there.
    private static func plain(
        _ name: String, _ members: [String: JSONValue], _ isTaken: Bool
    ) throws(TaskRequestProblem) -> String? {
        guard let value = members[name] else { return nil }
        guard isTaken else { throw .unknownMember(name) }
        guard case .text(let text) = value, isName(text) else { throw .plain(name) }
        return text
    }

    /// One folder's or record's name, and no way out of where it lies.
    static func isName(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count) && text.utf8.first != UInt8(ascii: ".")
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
                    UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }

    /// Members of an object that is known to be flat and well-formed: its colons outside of text.
    private static func memberCount(_ body: [UInt8]) -> Int {
        var (count, isInText, isEscaped) = (0, false, false)
        for byte in body {
            if isInText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInText = false
                }
            } else if byte == UInt8(ascii: "\"") {
                isInText = true
            } else if byte == UInt8(ascii: ":") {
                count += 1
            }
        }
        return count
    }
}
