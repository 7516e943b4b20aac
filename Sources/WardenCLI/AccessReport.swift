import Realm

/// The matrix as a table: how many attempts of each kind ended as they should, and each that did
/// not.
struct AccessReport {
    let text: String

    init(_ results: [AccessRunner.Result]) {
        var names: [String] = []
        for result in results where !names.contains(result.cell.member) {
            names.append(result.cell.member)
        }
        var rows = [["member", "allowed", "denied", "holes"]]
        for name in names {
            let own = results.filter { $0.cell.member == name }
            rows.append(
                [name]
                    + [
                        own.filter { $0.cell.isAllowed },
                        own.filter { !$0.cell.isAllowed && $0.cell.hole == nil },
                        own.filter { $0.cell.hole != nil },
                    ].map(Self.count))
        }
        rows.append(
            ["all"]
                + [
                    results.filter { $0.cell.isAllowed },
                    results.filter { !$0.cell.isAllowed && $0.cell.hole == nil },
                    results.filter { $0.cell.hole != nil },
                ].map(Self.count))
        var lines = [TextTable.text(rows)]
        for result in results where !result.isRight {
            let verdict =
                result.cell.isAllowed
                ? "should be let pass and is not" : "should be refused and is not"
            let hole = result.cell.hole.map { " [\($0.rawValue)]" } ?? ""
            lines.append("WRONG  \(result.cell.member): \(result.cell.words): \(verdict)\(hole)")
        }
        text = lines.joined(separator: "\n")
    }

    private static func count(_ results: [AccessRunner.Result]) -> String {
        let right = results.count { $0.isRight }
        return right == results.count ? "\(right)" : "\(right) of \(results.count)"
    }
}
