@testable import Reports
import TestKit
import Testing

@Suite struct PlotPointTests {
    @Test func theHighestAndTheLowestOfEveryColumnStay() {
        var generator = SeededGenerator(seed: 7)
        let points = (0..<16_384).map { index in
            PlotPoint(
                x: Double(index), y: Double.random(in: 0...1, using: &generator),
                follows: index % 977 != 0)
        }
        let kept = PlotPoint.decimated(points, over: 0...16_384, columns: 128)
        #expect(kept.count <= 512)
        for column in 0..<128 {
            let range = Double(column * 128)..<Double((column + 1) * 128)
            func heights(_ points: [PlotPoint]) -> [Double] {
                points.filter { range.contains($0.x) }.map(\.y)
            }
            #expect(heights(kept).max() == heights(points).max())
            #expect(heights(kept).min() == heights(points).min())
        }
        // A break between two kept points is kept with the later of them.
        for (before, after) in zip(kept, kept.dropFirst()) {
            let between = points[(Int(before.x) + 1)...Int(after.x)]
            #expect(after.follows == between.allSatisfy(\.follows))
        }
    }

    @Test func fewPointsStayAsTheyAre() {
        let points = [PlotPoint(x: 0, y: 1), PlotPoint(x: 1, y: 2, follows: false)]
        #expect(PlotPoint.decimated(points, over: 0...1) == points)
    }
}
