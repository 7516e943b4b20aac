import Acquisition
import DeviceProtocols

/// Sensors on the machine's own bus.
extension LiveRun {
    func look(at sensors: [BusSensor], now: Double) async throws {
        for sensor in sensors {
            if let why = sensor.open(at: now) { tell(.refused(place: sensor.place, why: why)) }
            guard let taken = sensor.take() else { continue }
            if !taken.output.blocks.isEmpty {
                let board = try await board(of: sensor, at: taken.seconds, now: now)
                try await process(
                    board.accept(taken.output, arrivedAt: taken.seconds), of: board)
            }
            guard taken.hasEnded else { continue }
            sensor.close()
            guard let board = sensor.board else { continue }
            try await finish(board)
            try await tellDevices(at: now)
        }
    }

    private func board(
        of sensor: BusSensor, at seconds: Double, now: Double
    ) async throws -> LiveBoard {
        if let board = sensor.board {
            if !board.isConnected {
                board.reconnect()
                try await tellDevices(at: now)
            }
            return board
        }
        let board = try join(BusSensor.profile, of: sensor.source, at: seconds)
        sensor.board = board
        tell(.recognised(name: board.name, place: sensor.place, BusSensor.profile))
        try await tellDevices(at: now)
        return board
    }
}
