import Foundation

/// Accuracy and cost against recordings whose answers are known, with the peers beside us.
///
///     swift run -c release --package-path Benchmarks scorecard
@main
enum Scorecards {
    static func main() {
        do {
            let options = try Options(Array(CommandLine.arguments.dropFirst()))
            try run(options)
        } catch {
            FileHandle.standardError.write(Data("scorecard: \(error)\n\(Options.usage)\n".utf8))
            exit(2)
        }
    }

    private static func run(_ options: Options) throws {
        let folder = DataFolder()
        let floors = try Floors(project: folder.project)
        let peers = PeerRun(project: folder.project, options: options)
        print(Rules.text)
        var parts = options.parts.map { part($0, folder) }
        for index in parts.indices { try parts[index].prepare(peers) }
        try peers.run()
        if !peers.versions.isEmpty {
            print("\nPeers: " + peers.versions.joined(separator: ", "))
        }
        var board = Board()
        for part in parts { try part.score(peers, into: &board) }
        Progress.clear()
        Summary(floors: floors, board: board).write()
        if let file = options.json { try board.write(to: URL(filePath: file)) }
        let missed = floors.missed(on: board)
        print("")
        for line in missed { print(line) }
        if options.checksFloors, !missed.isEmpty { exit(1) }
    }

    private static func part(
        _ part: Options.Part, _ folder: DataFolder
    ) -> any ScorecardPart {
        switch part {
        case .ecg: ECGPart(folder: folder)
        case .quality: ECGPart(folder: folder)
        case .timing: ECGPart(folder: folder)
        case .ppg: ECGPart(folder: folder)
        case .resp: ECGPart(folder: folder)
        case .eda: ECGPart(folder: folder)
        case .bundled: ECGPart(folder: folder)
        case .speed: ECGPart(folder: folder)
        }
    }
}
