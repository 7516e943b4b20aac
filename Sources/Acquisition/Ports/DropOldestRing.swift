/// What a `DropOldestRing` holds.
public protocol RingElement: Sendable {
    /// How much of the ring's capacity it takes, at least 1: bytes, or samples.
    var weight: Int { get }
    /// How much was lost directly before it, in the same measure.
    var lostBefore: Int { get set }
}

/// A bounded queue that never makes its writer wait: when full it drops the oldest, counts what it
/// dropped, and marks the element before which the stream is torn.
public struct DropOldestRing<Element: RingElement>: Sendable {
    public let capacity: Int
    /// Of what is waiting now; never above `capacity`.
    public private(set) var weight = 0
    /// Since the beginning.
    public private(set) var droppedWeight = 0
    /// Oldest first from `head` on; what is before it has been dropped.
    private var elements: [Element] = []
    private var head = 0

    /// - Parameter capacity: in the elements' weight, at least 1.
    public init(capacity: Int) {
        precondition(capacity >= 1, "A ring holds at least one thing.")
        self.capacity = capacity
    }

    public var isEmpty: Bool { head == elements.count }

    /// Takes amortised constant time.
    public mutating func append(_ element: Element) {
        precondition(
            (1...capacity).contains(element.weight),
            "An element fits into its ring and is not nothing.")
        var lost = 0
        while weight + element.weight > capacity {
            let oldest = elements[head]
            head += 1
            weight -= oldest.weight
            droppedWeight += oldest.weight
            lost += oldest.weight + oldest.lostBefore
        }
        if head > elements.count / 2 {
            elements.removeFirst(head)
            head = 0
        }
        elements.append(element)
        weight += element.weight
        elements[head].lostBefore += lost
    }

    /// Appends everything that waits to `target`, oldest first, and is empty afterwards.
    public mutating func take(into target: inout [Element]) {
        target.append(contentsOf: elements[head...])
        elements.removeAll(keepingCapacity: true)
        head = 0
        weight = 0
    }
}
