import Biosignals
import DeviceProtocols
import Testing

struct OpenViewProfileTests {
    private func nanovoltsPerCount(_ board: Board, _ isTimes256: Bool? = nil) -> Double? {
        guard let profile = BoardProfile.openView(board, ecgIsTimes256: isTimes256),
            let ecg = profile.channels.first(where: { $0.role == .ecg && $0.unit == .millivolt })
        else { return nil }
        return 1e6 / ecg.scale.gain
    }

    @Test func scales() {
        // 2.42 V / 12 / (2²³ − 1) · 256 = 6154.379 nV; 1 V / 80 / 2¹⁷ = 95.37 nV, / 256 = 0.3725 nV
        #expect(abs((nanovoltsPerCount(.healthypi3) ?? 0) - 6_154.378_988_9) < 1e-6)
        #expect(nanovoltsPerCount(.healthypi4) == nanovoltsPerCount(.healthypi3))
        #expect(abs((nanovoltsPerCount(.healthypi5Next) ?? 0) - 95.367_431_640_625) < 1e-12)
        #expect(abs((nanovoltsPerCount(.healthypi5) ?? 0) - 0.372_529_029_846) < 1e-12)
        #expect(nanovoltsPerCount(.healthypi5V2) == nanovoltsPerCount(.healthypi5))
        #expect(nanovoltsPerCount(.healthypi5V1) == nil)
        #expect(nanovoltsPerCount(.healthypi5V1, true) == nanovoltsPerCount(.healthypi5))
        #expect(nanovoltsPerCount(.healthypi5V1, false) == nanovoltsPerCount(.healthypi5Next))
        for board in [Board.healthypi5Legacy, .ads1292r, .ads1293, .max30001] {
            #expect(nanovoltsPerCount(board) == nil)
        }
    }

    @Test func channels() throws {
        let names = try openViewBoards.map { try openViewProfile($0).channels.map(\.name) }
        let five = ["ecg", "resp", "ppg_ir", "ppg_red", "temp"]
        #expect(
            names == [
                five, five, five, ["ecg", "resp", "ppg_red"], ["ecg", "resp", "ppg_ir", "ppg_red"],
                five, five, ["eda"], ["ecg", "resp"], ["ecg", "ecg_2", "ecg_3"],
                ["ppg_ir", "ppg_red"], ["ecg", "resp"],
            ])
    }

    @Test func ratesAndLatches() throws {
        func line(_ board: Board) throws -> [Double] {
            try openViewProfile(board).channels.map(\.rate.value)
        }
        #expect(try line(.healthypi4) == [125, 125, 125, 125, 125])
        #expect(try line(.healthypi5) == [128, 128, 128, 128, 128])
        #expect(try line(.healthypi5V2) == [256, 256, 256, 256])
        #expect(try line(.healthypi5V1) == [128, 64, 1_000.0 / 14])
        let five = try openViewProfile(.healthypi5)
        let latches: [Double?] = [nil, 0.015_625, 0.014, 0.014, nil]
        #expect(five.channels.map { $0.latchPeriod?.value } == latches)
        let next = try openViewProfile(.healthypi5Next)
        let twoFrames: [Double?] = [nil, 0.015_625, 0.015_625, 0.015_625, nil]
        #expect(next.channels.map { $0.latchPeriod?.value } == twoFrames)
        #expect(try openViewProfile(.healthypi3).channels.allSatisfy { $0.latchPeriod == nil })
    }

    @Test func whatTheUserChoseIsCertain() throws {
        for board in openViewBoards {
            let profile = try #require(
                BoardProfile.openView(board, evidence: ["chosen by the user"]))
            #expect(profile.certainty == 1)
            #expect(!profile.provesLoss)
            #expect(profile.board == board)
            #expect(profile.channels.allSatisfy { $0.unit == .counts || $0.scale.gain != 1 })
        }
        #expect(try openViewProfile(.tinyGSR).pacing == .loop)
        #expect(try openViewProfile(.healthypi5).pacing == .crystal)
    }
}
