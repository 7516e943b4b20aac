import Foundation

/// Accuracy against annotated recordings, by the rules printed at the top.
///
///     swift run -c release --package-path Benchmarks scorecard
@main
enum Scorecards {
    private static let rules = """
        Rules: a found beat matches an annotated one within 150 ms, one to one (ANSI/AAMI EC57).
        Every beat counts from the first sample on; the row "from 5:00 on" leaves out the first five
        minutes as EC57 allows. Ventricular flutter is left out on both sides. The first channel is
        used. Errors are found minus annotated. The detector streams.
        """

    static func main() {
        let folder = DataFolder()
        print(rules)
        var ecg = ECGScorecard(folder: folder)
        do {
            try ecg.run()
        } catch {
            FileHandle.standardError.write(Data("scorecard: \(error)\n".utf8))
            exit(1)
        }
        for set in ecg.notFound { print("not found: \(folder.root.path)/\(set)") }
        if !ecg.notFound.isEmpty { print("Set HEALTHYPI_DATA to the folder that holds the sets.") }
    }
}
