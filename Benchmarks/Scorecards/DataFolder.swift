import Foundation

/// Where the recordings are: annotated ones in `HEALTHYPI_DATA` (else `../shared/data/dev` beside
/// the project), simulated ones in `HEALTHYPI_GOLDEN` (else `../shared/golden`), bundled ones in
/// `datasets`.
struct DataFolder {
    let project: URL
    let root: URL
    let golden: URL

    init() {
        let project = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let environment = ProcessInfo.processInfo.environment
        self.project = project
        root =
            environment["HEALTHYPI_DATA"].map { URL(filePath: $0) }
            ?? project.appending(path: "../shared/data/dev").standardized
        golden =
            environment["HEALTHYPI_GOLDEN"].map { URL(filePath: $0) }
            ?? project.appending(path: "../shared/golden").standardized
    }

    var bundled: URL { project.appending(path: "datasets") }

    /// The names of the records in a set, sorted; nil, and said, if the set is not there.
    func records(of set: String, endingIn suffix: String) -> [String]? {
        let folder = root.appending(path: set).path
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let names = files.filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }
        guard !names.isEmpty else {
            print("\nnot found, stepped over: \(folder)")
            return nil
        }
        return names.sorted()
    }

    func path(_ set: String, _ file: String) -> String {
        root.appending(path: set).appending(path: file).path
    }
}
