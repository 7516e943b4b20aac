import Foundation

/// A task as it was asked for: `{"kind":"report","recording":"01J…"}`, nothing besides.
public struct TaskRequest: Equatable, Sendable {
    public let kind: TaskKind
    /// A folder of the recordings, named as it lies there.
    public let recording: String

    public init(kind: TaskKind, recording: String) {
        self.kind = kind
        self.recording = recording
    }

    init(_ body: [UInt8]) throws(TaskRequestProblem) {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(body)),
            case .object(let members) = value
        else { throw .notAnObject }
        let unknown = members.keys.filter { $0 != "kind" && $0 != "recording" }.sorted()
        if let first = unknown.first { throw .unknownMember(String(first.prefix(64))) }
        // Two readers of a member that stands twice could each believe another one.
        guard Self.memberCount(body) == members.count else { throw .memberTwice }
        guard case .text(let kind)? = members["kind"], let kind = TaskKind(rawValue: kind) else {
            throw .kind
        }
        guard case .text(let recording)? = members["recording"], Self.isName(recording) else {
            throw .recording
        }
        self.kind = kind
        self.recording = recording
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
