/// A picture of dots in braille characters: two dots across and four down in each.
struct BrailleCanvas: Equatable {
    static let dotsAcross = 2
    static let dotsDown = 4

    /// Of characters.
    let columns: Int
    let rows: Int
    private var cells: [UInt8]

    init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
        cells = Array(repeating: 0, count: self.columns * self.rows)
    }

    var dotColumns: Int { columns * Self.dotsAcross }
    var dotRows: Int { rows * Self.dotsDown }

    /// Sets a column's dots from one row to another, both counted from the top; what lies outside the
    /// picture is left out.
    mutating func fill(column: Int, rows asked: ClosedRange<Int>) {
        guard (0..<dotColumns).contains(column), asked.lowerBound < dotRows, asked.upperBound >= 0
        else { return }
        for row in max(0, asked.lowerBound)...min(dotRows - 1, asked.upperBound) {
            let cell = row / Self.dotsDown * columns + column / Self.dotsAcross
            cells[cell] |= Self.bit(across: column % Self.dotsAcross, down: row % Self.dotsDown)
        }
    }

    /// A row of characters; what has no dot is a space, which every font has.
    func text(row: Int) -> String {
        var text = String.UnicodeScalarView()
        for cell in cells[(row * columns)..<((row + 1) * columns)] {
            let scalar = Unicode.Scalar(0x2800 + UInt32(cell))
            text.append(cell == 0 ? " " : scalar ?? " ")
        }
        return String(text)
    }

    /// Unicode numbers the upper three of each column first, the fourth row last.
    private static func bit(across: Int, down: Int) -> UInt8 {
        down == 3 ? 0x40 << UInt8(across) : 1 << UInt8(down + 3 * across)
    }
}
