import CZlib

/// Bytes to those of a gzip file, a piece at a time. The same bytes give the same file: no time and
/// no name is stored.
public final class GzipEncoder {
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

    public init() {
        stream.initialize(to: z_stream())
        let status = healthypi_deflate_begin(stream)
        precondition(status == Z_OK, "zlib gives an encoder as long as there is memory.")
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    public func encode(_ bytes: [UInt8]) -> [UInt8] { run(bytes, Z_NO_FLUSH) }

    /// The rest, after the last byte.
    public func finish() -> [UInt8] { run([], Z_FINISH) }

    private func run(_ bytes: [UInt8], _ flush: Int32) -> [UInt8] {
        var input = bytes
        var output: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        input.withUnsafeMutableBufferPointer { source in
            stream.pointee.next_in = source.baseAddress
            stream.pointee.avail_in = UInt32(source.count)
            var isDone = false
            while !isDone {
                piece.withUnsafeMutableBufferPointer { target in
                    stream.pointee.next_out = target.baseAddress
                    stream.pointee.avail_out = UInt32(target.count)
                    let status = deflate(stream, flush)
                    let made = target.count - Int(stream.pointee.avail_out)
                    output += target[..<made]
                    isDone =
                        flush == Z_FINISH
                        ? status != Z_OK : stream.pointee.avail_out > 0
                }
            }
        }
        return output
    }
}
