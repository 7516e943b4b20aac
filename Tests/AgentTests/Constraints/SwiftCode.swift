/// The code of a Swift source: comments and what stands in string literals become blanks; what is
/// interpolated stays, and so do a literal's edges and the lines.
struct SwiftCode {
    let text: String

    init(_ source: String) {
        var reader = Reader(Array(source.unicodeScalars))
        text = reader.code()
    }

    private struct Reader {
        private let source: [Unicode.Scalar]
        private var place = 0
        private var output = String.UnicodeScalarView()

        init(_ source: [Unicode.Scalar]) { self.source = source }

        mutating func code() -> String {
            readCode(untilParenthesis: false)
            return String(output)
        }

        /// - Parameter untilParenthesis: the end of an interpolation, which is left where it is.
        private mutating func readCode(untilParenthesis: Bool) {
            var depth = 0
            while place < source.count {
                if starts("//") {
                    while place < source.count, source[place] != "\n" { blank() }
                } else if starts("/*") {
                    readBlockComment()
                } else if let opening = literal() {
                    readString(hashes: opening.hashes, isLong: opening.isLong)
                } else {
                    if source[place] == "(" { depth += 1 }
                    if source[place] == ")" {
                        if untilParenthesis, depth == 0 { return }
                        depth -= 1
                    }
                    keep()
                }
            }
        }

        private mutating func readBlockComment() {
            var depth = 0
            repeat {
                if starts("/*") {
                    depth += 1
                    blank(2)
                } else if starts("*/") {
                    depth -= 1
                    blank(2)
                } else {
                    blank()
                }
            } while depth > 0 && place < source.count
        }

        /// The number of `#` of a string that begins here.
        private func literal() -> (hashes: Int, isLong: Bool)? {
            var next = place
            while next < source.count, source[next] == "#" { next += 1 }
            guard next < source.count, source[next] == "\"" else { return nil }
            let quotes = source[next...].prefix(3)
            return (next - place, quotes.count == 3 && quotes.allSatisfy { $0 == "\"" })
        }

        private mutating func readString(hashes: Int, isLong: Bool) {
            let marks = String(repeating: "#", count: hashes)
            let quote = (isLong ? "\"\"\"" : "\"")
            edge(hashes + quote.count)
            while place < source.count {
                if starts(quote + marks) { return edge(quote.count + hashes) }
                if starts("\\" + marks + "(") {
                    blank(hashes + 2)
                    readCode(untilParenthesis: true)
                    blank()
                } else if hashes == 0, source[place] == "\\" {
                    blank(2)
                } else {
                    if !isLong, source[place] == "\n" { return }
                    blank()
                }
            }
        }

        private func starts(_ text: String) -> Bool {
            source[place...].starts(with: text.unicodeScalars)
        }

        private mutating func keep() {
            output.append(source[place])
            place += 1
        }

        /// An argument that is nothing but a literal is an argument still.
        private mutating func edge(_ count: Int) {
            output.append("\"")
            place += 1
            blank(count - 1)
        }

        private mutating func blank(_ count: Int = 1) {
            for _ in 0..<count where place < source.count {
                output.append(source[place] == "\n" ? "\n" : " ")
                place += 1
            }
        }
    }
}
