/// What a terminal shows after some bytes: as much of one as the agent's view uses. What it does not
/// know it keeps as a complaint.
public struct TestTerminal {
    public private(set) var complaints: [String] = []
    /// The private modes that are on, such as 1049: the other screen.
    public private(set) var modes: Set<Int> = [7, 25]
    private var cells: [[Character]]
    private let columns: Int
    private var (row, column) = (0, 0)
    private var sequence: String?
    private var bytes: [UInt8] = []

    public init(columns: Int = 80, rows: Int = 24) {
        self.columns = columns
        cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
    }

    public var lines: [String] { cells.map { String($0) } }
    public var text: String { lines.joined(separator: "\n") }

    public mutating func feed(_ new: [UInt8]) {
        bytes += new
        // A character may still lack its last bytes.
        var whole = bytes.count
        while whole > 0, bytes.count - whole < 4,
            String(validating: bytes[..<whole], as: UTF8.self) == nil
        {
            whole -= 1
        }
        let text = String(decoding: bytes[..<whole], as: UTF8.self)
        bytes.removeFirst(whole)
        for scalar in text.unicodeScalars { take(Character(scalar)) }
    }

    private mutating func take(_ character: Character) {
        if let begun = sequence {
            sequence = begun + String(character)
            if begun.isEmpty ? character != "[" : character.isLetter { run() }
            return
        }
        switch character {
        case "\u{1B}": sequence = ""
        case "\r": column = 0
        case "\n": row = min(row + 1, cells.count - 1)
        default:
            guard row < cells.count else { return complaints.append("row \(row)") }
            if column >= columns {
                // Where lines wrap, that is how a long one goes on.
                if modes.contains(7) {
                    (row, column) = (min(row + 1, cells.count - 1), 0)
                } else {
                    complaints.append("column \(column)")
                }
            }
            cells[row][min(column, columns - 1)] = character
            column += 1
        }
    }

    private mutating func run() {
        let body = (sequence ?? "").dropFirst().dropLast()
        let end = sequence?.last
        sequence = nil
        let numbers = body.drop { $0 == "?" }.split(separator: ";").map { Int($0) ?? -1 }
        switch end {
        case "h" where body.hasPrefix("?"): modes.formUnion(numbers)
        case "l" where body.hasPrefix("?"): modes.subtract(numbers)
        case "H":
            (row, column) = ((numbers.first ?? 1) - 1, (numbers.dropFirst().first ?? 1) - 1)
        case "K":
            guard cells.indices.contains(row) else { return complaints.append("row \(row)") }
            for index in min(column, columns - 1)..<columns { cells[row][index] = " " }
        case "J":
            for index in cells.indices {
                cells[index] = Array(repeating: " ", count: columns)
            }
        case "m": break
        default: complaints.append("ESC \(body)\(end.map(String.init) ?? "")")
        }
    }
}
