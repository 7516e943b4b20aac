/// Why a recording cannot be read, or not further than here.
///
/// The text is one line: what, where (file, and line, cell, sample or byte), why, and what to do.
/// It never carries samples or measures.
public struct RecordingError: Error, Equatable, CustomStringConvertible {
    /// Where in the file. Lines count from 1, samples and bytes from 0.
    public enum Place: Equatable, Sendable {
        case file
        case line(Int)
        case cell(line: Int, column: String)
        case sample(Int)
        case byte(Int)
    }

    /// The file as the caller named it when it handed over the bytes.
    public let file: String
    public let place: Place
    public let problem: RecordingProblem

    public init(file: String, place: Place = .file, problem: RecordingProblem) {
        self.file = file
        self.place = place
        self.problem = problem
    }

    public var description: String {
        "\(problem.what) (\(file)\(place.text)): \(problem.why). \(problem.remedy)"
    }
}

extension RecordingError.Place {
    fileprivate var text: String {
        switch self {
        case .file: ""
        case .line(let line): ", line \(line)"
        case .cell(let line, let column): ", line \(line), column \(column.quotedForPeople)"
        case .sample(let sample): ", sample \(sample)"
        case .byte(let byte): ", byte \(byte)"
        }
    }
}

extension String {
    /// In quotes, without control characters, cut to a length that fits a line.
    var quotedForPeople: String {
        let printable = String(String.UnicodeScalarView(unicodeScalars.prefix(41)))
            .map { character in
                character.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
                    ? character : "?"
            }
        return printable.count > 40
            ? "\"\(String(printable.prefix(40)))…\"" : "\"\(String(printable))\""
    }
}
