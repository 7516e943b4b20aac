import Acquisition
import Testing

@Suite struct PortRingTests {
    private struct Item: RingElement, Equatable {
        let weight: Int
        var lostBefore = 0
    }

    /// Capacity 10: 4 + 4 fit; 5 more push the first out (9 remain); 10 push out both others.
    @Test func oldestIsDroppedAndTheTearIsMarked() {
        var ring = DropOldestRing<Item>(capacity: 10)
        ring.append(Item(weight: 4))
        ring.append(Item(weight: 4))
        #expect((ring.weight, ring.droppedWeight) == (8, 0))
        ring.append(Item(weight: 5))
        #expect((ring.weight, ring.droppedWeight) == (9, 4))
        var taken: [Item] = []
        ring.take(into: &taken)
        #expect(taken == [Item(weight: 4, lostBefore: 4), Item(weight: 5)])
        #expect(ring.isEmpty && ring.weight == 0)
    }

    @Test func tearsAddUpWhenTheirMarkIsDroppedToo() {
        var ring = DropOldestRing<Item>(capacity: 10)
        for _ in 0..<5 { ring.append(Item(weight: 6)) }
        ring.append(Item(weight: 10, lostBefore: 3))
        var taken: [Item] = []
        ring.take(into: &taken)
        #expect(taken == [Item(weight: 10, lostBefore: 33)])
        #expect(ring.droppedWeight == 30)
        // A tear that has been told is not told again.
        ring.append(Item(weight: 1))
        taken = []
        ring.take(into: &taken)
        #expect(taken == [Item(weight: 1)])
    }

    @Test func memoryStaysBoundedOverManyDrops() {
        var ring = DropOldestRing<Item>(capacity: 100)
        for _ in 0..<100_000 { ring.append(Item(weight: 1)) }
        var taken: [Item] = []
        ring.take(into: &taken)
        #expect(taken.count == 100)
        #expect(taken.first?.lostBefore == 99_900)
        #expect(ring.droppedWeight == 99_900)
    }
}
