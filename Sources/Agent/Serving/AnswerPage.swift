import EventContract

/// One page of an answer while it is filled: so many items, so many bytes, and no more.
struct AnswerPage {
    /// A message of 64 KiB holds it and its headers.
    static let bytesMax = 63 * 1_024

    enum Fit: Equatable {
        case taken
        /// It belongs on the next page.
        case full
        /// No page holds it.
        case tooLarge
    }

    private let what: ReadSubject
    private let countMax: Int
    private var items: [[UInt8]] = []
    private var bytes: Int
    private(set) var omitted = 0

    init(_ what: ReadSubject, countMax: Int) {
        self.what = what
        self.countMax = countMax
        // The list's name, a cursor's 64 digits, a count, and what stands between.
        bytes = what.listName.utf8.count + 128
    }

    var count: Int { items.count }

    mutating func add(_ item: [UInt8]) -> Fit {
        let needed = item.count + 1
        guard what.listName.utf8.count + 128 + needed <= Self.bytesMax else {
            omitted += 1
            return .tooLarge
        }
        guard items.count < countMax, bytes + needed <= Self.bytesMax else { return .full }
        items.append(item)
        bytes += needed
        return .taken
    }

    /// - Parameter cursor: where the next page begins; nil after the last.
    func encoded(cursor: String?) -> [UInt8] {
        var text = Array(#"{"\#(what.listName)":["#.utf8)
        text.reserveCapacity(bytes)
        for (index, item) in items.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text += item
        }
        text += Array(#"],"cursor":"#.utf8)
        text += Array((cursor.map { "\"\($0)\"" } ?? "null").utf8)
        if omitted > 0 { text += Array(#","omitted":\#(omitted)"#.utf8) }
        text.append(UInt8(ascii: "}"))
        return text
    }
}
