import Foundation

/// What is being done, on the standard error stream: one line, overwritten.
enum Progress {
    static func say(_ text: String) {
        let isTerminal = isatty(STDERR_FILENO) == 1
        let line = isTerminal ? "\r\u{1B}[K\(text)" : "\(text)\n"
        FileHandle.standardError.write(Data(line.utf8))
    }

    static func clear() {
        if isatty(STDERR_FILENO) == 1 { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
