import Testing

@testable import Agent

struct BrailleCanvasTests {
    /// Unicode counts the dots of a cell 1 2 3 7 down the left and 4 5 6 8 down the right.
    @Test func everyDotHasItsBit() {
        let expected: [[Character]] = [["⠁", "⠂", "⠄", "⡀"], ["⠈", "⠐", "⠠", "⢀"]]
        for column in 0..<2 {
            for row in 0..<4 {
                var canvas = BrailleCanvas(columns: 1, rows: 1)
                canvas.fill(column: column, rows: row...row)
                #expect(canvas.text(row: 0) == String(expected[column][row]))
            }
        }
    }

    @Test func aColumnRunsThroughItsCells() {
        var canvas = BrailleCanvas(columns: 2, rows: 2)
        canvas.fill(column: 3, rows: 2...5)
        #expect(canvas.text(row: 0) == " ⢠")
        #expect(canvas.text(row: 1) == " ⠘")
    }

    @Test func whatLiesOutsideIsLeftOut() {
        var canvas = BrailleCanvas(columns: 1, rows: 1)
        canvas.fill(column: 0, rows: -9...99)
        canvas.fill(column: 2, rows: 0...0)
        canvas.fill(column: -1, rows: 0...0)
        canvas.fill(column: 1, rows: 4...5)
        #expect(canvas.text(row: 0) == "⡇")
        #expect(BrailleCanvas(columns: -1, rows: 3).dotColumns == 0)
    }
}
