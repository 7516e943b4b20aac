/// The package's root folder, from the path of a test's source file (`#filePath`).
public func packageRoot(of file: String = #filePath) -> String {
    let parts = file.split(separator: "/", omittingEmptySubsequences: false)
    let tests = parts.lastIndex(of: "Tests") ?? max(parts.count - 2, 0)
    return parts[..<tests].joined(separator: "/")
}
