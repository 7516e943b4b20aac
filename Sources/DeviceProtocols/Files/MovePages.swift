/// The 1,024-byte pages in which a HealthyPi Move writes its recordings. A page that has no room for
/// the next handful of samples is written as it is, with what was left in its end from before; two
/// pages take turns. So the end of a page is old where it equals that of the last but one.
/// Source: healthypi-move-fw d1431f3, app/src/recording_module.c, add_samples_to_buffer and
///         flush_buffer.
struct MovePages: Sendable {
    static let byteCount = 1_024

    /// The last two, older first.
    private var before: [[UInt8]]
    /// Bytes that one handful takes at most: no more can be old.
    private let handfulBytes: Int

    /// - Parameter following: the file behind its head: its first two pages are compared with the
    ///   two that follow, if there are any.
    init(handfulBytes: Int, following: ArraySlice<UInt8>) {
        self.handfulBytes = handfulBytes
        before = [2, 3].map { page in
            Array(following.dropFirst(page * Self.byteCount).prefix(Self.byteCount))
        }
    }

    /// How much of a page is new.
    mutating func filled(_ page: ArraySlice<UInt8>, _ recordBytes: Int) -> Int {
        let old = before.removeFirst()
        before.append(Array(page))
        guard old.count == page.count else { return page.count - page.count % recordBytes }
        let same = zip(page.reversed(), old.reversed()).prefix { $0 == $1 }.count
        // Samples lie from the front, so a page's end may hold less than one.
        let ragged = Self.byteCount % recordBytes
        let records = max(0, min(same, handfulBytes - 1) - ragged) / recordBytes
        let end = page.endIndex - ragged - records * recordBytes
        return (repeats(page, at: end, recordBytes) ? page.count - ragged : end - page.startIndex)
    }

    /// A signal that stands still looks as if it were old: then it is taken as it is.
    private func repeats(_ page: ArraySlice<UInt8>, at end: Int, _ recordBytes: Int) -> Bool {
        guard end - recordBytes >= page.startIndex, end + recordBytes <= page.endIndex else {
            return false
        }
        return page[(end - recordBytes)..<end].elementsEqual(page[end..<(end + recordBytes)])
    }
}
