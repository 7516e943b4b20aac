import Testing

@testable import Storage

@Suite struct RecordFrameTests {
    private func assembler() -> FrameAssembler {
        FrameAssembler(samplesPerFrame: [2, 1], holdFrames: 3, pauseFrames: 10)
    }

    @Test func framesComeWhenTheyAreWhole() {
        var frames = assembler()
        _ = frames.add([1, 2, 3], lane: 0, start: 0)
        #expect(frames.take().isEmpty)
        _ = frames.add([10, 20], lane: 1, start: 0)
        #expect(frames.take() == [.frames(first: 0, signals: [[1, 2], [10]])])
        _ = frames.add([4], lane: 0, start: 3)
        #expect(frames.take() == [.frames(first: 1, signals: [[3, 4], [20]])])
        #expect(frames.take(all: true).isEmpty)
    }

    @Test func aLaneThatLagsIsNotWaitedFor() {
        var frames = assembler()
        _ = frames.add(Array(0..<12), lane: 0, start: 0)
        #expect(
            frames.take() == [.frames(first: 0, signals: [[0, 1, 2, 3, 4, 5], [nil, nil, nil]])])
        // Frames 0 to 2 are gone; 3 and 4 are not.
        #expect(frames.add([50, 51, 52, 53, 54], lane: 1, start: 0) == 3)
        #expect(
            frames.take(all: true)
                == [.frames(first: 3, signals: [[6, 7, 8, 9, 10, 11], [53, 54, nil]])])
    }

    @Test func whatComesTwiceIsTakenOnce() {
        var frames = assembler()
        #expect(frames.add([1, 2], lane: 1, start: 5) == 0)
        #expect(frames.add([8, 9, 3], lane: 1, start: 5) == 2)
        #expect(
            frames.take(all: true)
                == [.frames(first: 5, signals: [[nil, nil, nil, nil, nil, nil], [1, 2, 3]])])
    }

    @Test func aPauseTakesNoFrames() {
        var frames = assembler()
        _ = frames.add([1], lane: 1, start: 0)
        _ = frames.add([2], lane: 1, start: 10)
        _ = frames.add([3], lane: 1, start: 21)
        #expect(
            frames.take(all: true) == [
                .frames(first: 0, signals: [[nil, nil], [1]]),
                // 9 frames are missing: marked. 10 are: a pause.
                .frames(
                    first: 1,
                    signals: [
                        Array(repeating: nil, count: 20), Array(repeating: nil, count: 9) + [2],
                    ]),
                .pause(frames: 10),
                .frames(first: 21, signals: [[nil, nil], [3]]),
            ])
    }

    @Test func ratesShareAFrameWhereTheyCan() {
        func groups(_ rates: [Double]) -> [[Int]] { RateGroup.groups(of: rates).map(\.channels) }
        #expect(groups([128, 64]) == [[0, 1]])
        #expect(RateGroup.groups(of: [500, 250, 500]).map(\.samplesPerFrame) == [[2, 1, 2]])
        #expect(RateGroup.groups(of: [50, 128, 64]).map(\.frameRate) == [50, 64])
        #expect(groups([128, 1_000.0 / 14, 64]) == [[0, 2], [1]])
        // A frame of a whole second would be lost too often.
        #expect(groups([128, 1]) == [[0], [1]])
        #expect(RateGroup.groups(of: [0.2]).map(\.frameRate) == [0.2])
    }
}
