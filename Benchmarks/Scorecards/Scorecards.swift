import Foundation

/// Accuracy and cost against recordings whose answers are known, with the peers beside us.
///
///     swift run -c release --package-path Benchmarks scorecard
@main
enum Scorecards {
    static func main() {
        let options: Options
        do {
            options = try Options(Array(CommandLine.arguments.dropFirst()))
        } catch {
            say("\(error)\n\(Options.usage)")
            exit(2)
        }
        do {
            try run(options)
        } catch {
            say("\(error)")
            exit(74)
        }
    }

    private static func say(_ text: String) {
        Progress.clear()
        FileHandle.standardError.write(Data("scorecard: \(text)\n".utf8))
    }

    private static func run(_ options: Options) throws {
        let folder = DataFolder()
        let floors = try Floors(project: folder.project)
        let peers = PeerRun(project: folder.project, options: options)
        print(Rules.text)
        var parts = options.parts.flatMap { Self.parts($0, folder, options) }
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
        for line in floors.notReached(on: board) { print(line) }
        for line in missed { print(line) }
        if options.checksFloors, !missed.isEmpty { exit(1) }
    }

    private static func parts(
        _ part: Options.Part, _ folder: DataFolder, _ options: Options
    ) -> [any ScorecardPart] {
        switch part {
        case .ecg: [ECGPart(folder: folder), NoisePart(folder: folder)]
        case .ectopy: [EctopyPart(folder: folder)]
        case .quality: [QualityPart(folder: folder)]
        case .timing: [TimingPart()]
        case .ppg: [PPGPart(folder: folder)]
        case .resp: [RespirationPart(folder: folder)]
        case .eda: [EDAPart(folder: folder), EventPart(folder: folder), StressPart(folder: folder)]
        case .stationary:
            [
                StationaryPart(
                    folder: folder, calibrations: options.calibrations.map { URL(filePath: $0) })
            ]
        case .arousal: [ArousalPart(folder: folder)]
        case .insights: [InsightPart()]
        case .coverage: [CoveragePart(folder: folder)]
        case .artefact: [ArtefactPart(folder: folder)]
        case .bundled: [BundledPart(folder: folder)]
        case .speed: [SpeedPart(folder: folder)]
        }
    }
}
