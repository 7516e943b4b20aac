import EventContract
import Storage
import Trust

/// Where the next page of an answer begins, as text that means something to this agent only.
///
/// It belongs to one question on one state directory, and to the moment of its first page: what is
/// stored while somebody turns pages is not part of what they read, so nothing is doubled and
/// nothing is missing. Replicas and restarts change nothing about it. Nobody gains by altering it:
/// what may be seen is decided anew for every page.
struct ReadCursor: Equatable {
    let place: EventWindow.Place
    /// The newest event when the first page was read.
    let through: UInt64

    /// - Parameter instance: of the state directory.
    func text(of request: ReadRequest, instance: String) -> String {
        Self.question(request, instance)
            + Self.digits(UInt64(bitPattern: place.timeMilliseconds)) + Self.digits(place.sequence)
            + Self.digits(through)
    }

    init(place: EventWindow.Place, through: UInt64) {
        self.place = place
        self.through = through
    }

    /// Nil if the text is not of an answer to this question.
    init?(_ text: String, of request: ReadRequest, instance: String) {
        let letters = Array(text.utf8)
        guard letters.count == 64,
            letters.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        let parts = (0..<4).map { part in
            String(decoding: letters[(part * 16)..<(part * 16 + 16)], as: UTF8.self)
        }
        guard parts[0] == Self.question(request, instance), let time = UInt64(parts[1], radix: 16),
            let sequence = UInt64(parts[2], radix: 16), let through = UInt64(parts[3], radix: 16)
        else { return nil }
        place = EventWindow.Place(
            timeMilliseconds: Int64(bitPattern: time), sequence: sequence)
        self.through = through
    }

    /// What was asked, without how much of it at a time.
    private static func question(_ request: ReadRequest, _ instance: String) -> String {
        var digest = Digest()
        let parts = [
            "1", request.what.rawValue, instance,
            request.kinds.map { $0.sorted().joined(separator: ",") } ?? "*",
            request.from?.text ?? "*", request.to?.text ?? "*",
        ]
        digest.update(Array(parts.joined(separator: "|").utf8))
        return String(digest.hexadecimal.prefix(16))
    }

    private static func digits(_ number: UInt64) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
