import Biosignals

/// Damages the bytes of frame after frame as a plan says. A value without I/O: the same plan and
/// seed damage the same frames in the same way.
struct FaultInjector: Sendable {
    private let plan: FaultPlan
    private let seed: UInt64
    private var frame: UInt64 = 0
    /// Bytes of the burst that begins in an earlier frame.
    private var burstLeft = 0
    /// The end of the frame before.
    private var carried: [UInt8] = []

    private static let tearMax = 128

    init(plan: FaultPlan, seed: UInt64) {
        self.plan = plan
        self.seed = seed
    }

    mutating func process(_ bytes: inout [UInt8]) -> FrameDamage {
        var damage = FrameDamage(made: bytes.count)
        defer { frame &+= 1 }
        guard plan.damagesBytes else { return damage }
        var generator = SplitMix64(seed: seed ^ (frame &* 0xD6E8_FEB8_6659_FD93))
        tear(&bytes, &damage, &generator)
        swap(&bytes, &damage, &generator)
        loseBurst(&bytes, &damage, &generator)
        drop(&bytes, &damage, &generator)
        flip(&bytes, &damage, &generator)
        return damage
    }

    private func tear(
        _ bytes: inout [UInt8], _ damage: inout FrameDamage, _ generator: inout SplitMix64
    ) {
        guard plan.tear > 0, generator.chance() < plan.tear, !bytes.isEmpty else { return }
        let count = Int.random(in: 1...min(Self.tearMax, bytes.count), using: &generator)
        let start = Int.random(in: 0...(bytes.count - count), using: &generator)
        bytes.removeSubrange(start..<start + count)
        damage.torn = count
    }

    private mutating func swap(
        _ bytes: inout [UInt8], _ damage: inout FrameDamage, _ generator: inout SplitMix64
    ) {
        let late = carried
        carried = []
        if plan.swap > 0, generator.chance() < plan.swap, bytes.count > 1 {
            let kept = Int.random(in: 1..<bytes.count, using: &generator)
            carried = Array(bytes[kept...])
            bytes.removeSubrange(kept...)
            damage.movedOut = carried.count
        }
        bytes += late
        damage.movedIn = late.count
    }

    private mutating func loseBurst(
        _ bytes: inout [UInt8], _ damage: inout FrameDamage, _ generator: inout SplitMix64
    ) {
        guard plan.burst > 0 else { return }
        let old = min(burstLeft, bytes.count)
        bytes.removeFirst(old)
        burstLeft -= old
        damage.lostInBursts = old
        guard generator.chance() < plan.burst, !bytes.isEmpty else { return }
        let start = Int.random(in: 0..<bytes.count, using: &generator)
        let count = min(plan.burstBytes, bytes.count - start)
        bytes.removeSubrange(start..<start + count)
        burstLeft = max(burstLeft, plan.burstBytes - count)
        damage.lostInBursts += count
    }

    private func drop(
        _ bytes: inout [UInt8], _ damage: inout FrameDamage, _ generator: inout SplitMix64
    ) {
        guard plan.byteDrop > 0 else { return }
        let before = bytes.count
        bytes.removeAll { _ in generator.chance() < plan.byteDrop }
        damage.dropped = before - bytes.count
    }

    private func flip(
        _ bytes: inout [UInt8], _ damage: inout FrameDamage, _ generator: inout SplitMix64
    ) {
        guard plan.bitFlip > 0 else { return }
        for index in bytes.indices {
            for bit in 0..<8 where generator.chance() < plan.bitFlip {
                bytes[index] ^= 1 << UInt8(bit)
                damage.flippedBits += 1
            }
        }
    }
}

extension SplitMix64 {
    /// In [0, 1).
    fileprivate mutating func chance() -> Double { Double(next() >> 11) * 0x1p-53 }
}
