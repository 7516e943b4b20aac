import CNATS
import Glibc
import Synchronization

/// Signs what the broker asks to be signed. Only called while connecting, on that very thread.
final class NonceSigner: Sendable {
    private let sign: @Sendable ([UInt8]) throws -> [UInt8]
    private let isUnsendable = Mutex(false)

    init?(_ login: BrokerLogin) {
        guard case .nkey(let nkey) = login else { return nil }
        sign = nkey.sign
    }

    fileprivate func signature(of nonce: [UInt8]) -> [UInt8]? {
        guard let signature = try? sign(nonce), signature.count == 64 else { return nil }
        isUnsendable.withLock { $0 = signature[0] == 0 }
        return signature
    }

    /// True if the last signature began with a zero byte, which cnats 3.4.1 takes for no signature
    /// at all, and the broker then refuses the login: one connecting in 256. The next has another
    /// nonce, and so another signature.
    func takeUnsendable() -> Bool {
        isUnsendable.withLock { isUnsendable in
            defer { isUnsendable = false }
            return isUnsendable
        }
    }
}

/// The library frees what it is given, so it is given a copy of its own.
nonisolated let signNonce: natsSignatureHandler = { _, signature, count, nonce, closure in
    guard let closure, let nonce, let signature, let count else { return NATS_ERR }
    let signer = Unmanaged<NonceSigner>.fromOpaque(closure).takeUnretainedValue()
    let text = Array(String(cString: nonce).utf8)
    guard let bytes = signer.signature(of: text), let copy = malloc(bytes.count) else {
        return NATS_ERR
    }
    bytes.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(start: copy, count: 64).copyMemory(from: $0)
    }
    signature.pointee = copy.assumingMemoryBound(to: UInt8.self)
    count.pointee = Int32(bytes.count)
    return NATS_OK
}
