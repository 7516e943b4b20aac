/// 32 bytes from the system's generator, from which keys are made.
enum SecretSeed {
    /// Draws until the bytes make a key.
    static func draw<Key>(_ make: ([UInt8]) -> Key?) -> Key {
        var generator = SystemRandomNumberGenerator()
        while true {
            let seed = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if let key = make(seed) { return key }
        }
    }
}
