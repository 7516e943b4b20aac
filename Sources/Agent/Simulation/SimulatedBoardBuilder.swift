import Acquisition
import Biosignals
import DeviceProtocols
import Synthesis

/// Puts one simulated board together.
struct SimulatedBoardBuilder {
    let board: Board
    let plan: FaultPlan
    let options: SimulationOptions

    struct Made {
        let board: SimulatedBoard
        /// Whether anything at all feeds it.
        let isFed: Bool
        /// What is to be said about channels that nothing feeds.
        let notice: String?
    }

    func build() throws(SimulationError) -> Made {
        let model = BoardModel(board)
        let supply = try supply(model)
        let truth = try SimulationTruth(
            channels: model.profile.channels, clockFactor: plan.clockFactor,
            truthPath: options.truthPath.map { path(of: $0) },
            beatsPath: options.beatsPath.map { path(of: $0) })
        let stream = BoardStream(
            model: model, supply: supply, plan: plan, seed: seed, tellsEvents: truth.wantsEvents)
        let terminals: BoardTerminals
        do {
            terminals = try BoardTerminals(
                board: board, linkFolder: plan.unplug == nil ? nil : options.temporaryFolder)
        } catch { throw .noTerminal(error) }
        let isFed = zip(stream.isFed, model.profile.channels).map {
            $0 && $1.role != .temperature
        }
        let loop = BoardLoop(
            model: model, stream: stream, terminals: terminals, plan: plan, truth: truth,
            options: options)
        return Made(
            board: SimulatedBoard(loop), isFed: isFed.contains(true),
            notice: notice(model, isFed: isFed))
    }

    /// Each board is damaged in its own way.
    private var seed: UInt64 {
        let place = UInt64(Board.allCases.firstIndex(of: board) ?? 0)
        return options.seed ^ (place &+ 1) &* 0xA24B_AED4_963E_E407
    }

    private func supply(_ model: BoardModel) throws(SimulationError) -> any SignalSupply {
        let feeds = model.feeds.all
        switch options.signal {
        case .synthetic:
            do {
                return try SyntheticSupply(
                    feeds: feeds, seed: options.seed, clockFactor: plan.clockFactor)
            } catch { preconditionFailure("Every board's rates can be synthesised: \(error)") }
        case .recording(let path, let reading, let isLooped):
            let (_, places) = model.feeds
            let limits = feeds.indices.map { feed in
                let channel = model.channels[places.firstIndex(of: feed) ?? 0]
                return channel.limits
            }
            do {
                return try RecordingSupply(
                    opening: path, options: reading, isLooped: isLooped, feeds: feeds,
                    counts: limits, clockFactor: plan.clockFactor)
            } catch { throw .recording(error) }
        }
    }

    private func notice(_ model: BoardModel, isFed: [Bool]) -> String? {
        let missing = model.profile.channels.indices.filter {
            !isFed[$0] && model.profile.channels[$0].role != .temperature
        }
        guard !missing.isEmpty else { return nil }
        guard isFed.contains(true) else {
            return "\(board.rawValue): the recording has nothing for it; it stays silent."
        }
        let names = missing.map { model.profile.channels[$0].name }.joined(separator: ", ")
        return "\(board.rawValue): the recording has nothing for \(names); it sends zeros there."
    }

    /// With several boards each has a file of its own.
    private func path(of file: String) -> String {
        guard options.boards.count > 1 else { return file }
        let slash = file.lastIndex(of: "/").map { file.index(after: $0) } ?? file.startIndex
        return file[..<slash] + "\(board.rawValue)-" + file[slash...]
    }
}
