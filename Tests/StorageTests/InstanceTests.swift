import Storage
import TestKit
import Testing

@Suite struct InstanceTests {
    @Test func isDrawnFromItsGeneratorAlone() {
        var (first, second) = (SeededGenerator(seed: 9), SeededGenerator(seed: 9))
        let made = Instance(createdMilliseconds: 1, using: &first)
        #expect(made == Instance(createdMilliseconds: 1, using: &second))
        #expect(made != Instance(createdMilliseconds: 1, using: &first))
        #expect(made.pseudonymKey.count == 32)
        let parts = made.uuid.split(separator: "-")
        #expect(parts.map(\.count) == [8, 4, 4, 4, 12])
        #expect(parts[2].first == "4")
        #expect("89ab".contains(parts[3].prefix(1)))
    }
}
