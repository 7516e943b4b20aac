import Foundation

/// Where the annotated recordings are: `HEALTHYPI_DATA`, or `../shared/data/dev` beside the project.
struct DataFolder {
    let root: URL

    init() {
        let project = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        root =
            ProcessInfo.processInfo.environment["HEALTHYPI_DATA"].map { URL(filePath: $0) }
            ?? project.appending(path: "../shared/data/dev").standardized
    }

    /// The names of the records in a set, sorted; nil if the set is not there.
    func records(of set: String, endingIn suffix: String) -> [String]? {
        let folder = root.appending(path: set).path
        guard let files = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            return nil
        }
        let names = files.filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }
        return names.isEmpty ? nil : names.sorted()
    }

    func path(_ set: String, _ file: String) -> String {
        root.appending(path: set).appending(path: file).path
    }
}
