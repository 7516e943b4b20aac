import CZlib

/// The bytes of a gzip file, unpacked a piece at a time: memory does not depend on how well they were
/// packed.
///
/// Several members after each other, as `cat a.gz b.gz` makes them, are one stream.
final class GzipDecoder {
    enum Failure: Error, Equatable {
        case damaged
        /// The file ends within a member.
        case truncated
    }

    /// The stream must not move while zlib holds on to it.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private var input: [UInt8] = []
    private var inputStart = 0
    private var isWithinMember = true
    /// Whether the last piece was filled, so that zlib may hold back more of the same input.
    private var mayHoldMore = false

    init() {
        stream.initialize(to: z_stream())
        let status = healthypi_inflate_begin(stream)
        precondition(status == Z_OK, "zlib gives a decoder as long as there is memory.")
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Whether all that was fed has been unpacked.
    var needsInput: Bool { inputStart >= input.count && !mayHoldMore }

    func feed(_ bytes: [UInt8]) {
        input = bytes
        inputStart = 0
    }

    /// Appends at most `count` unpacked bytes; fewer when more input is needed.
    func decode(upTo count: Int, into output: inout [UInt8]) throws(Failure) {
        var room = count
        while room > 0, !needsInput {
            if !isWithinMember {
                guard inflateReset(stream) == Z_OK else { throw .damaged }
                isWithinMember = true
            }
            var piece = [UInt8](repeating: 0, count: min(room, 65_536))
            let (status, used, made) = step(&piece)
            inputStart += used
            output += piece[..<made]
            room -= made
            mayHoldMore = status == Z_OK && made == piece.count
            switch status {
            case Z_STREAM_END: isWithinMember = false
            case Z_OK: break
            // Nothing was held back, and nothing is left to read.
            case Z_BUF_ERROR where inputStart >= input.count: break
            default: throw .damaged
            }
        }
    }

    /// To be called when the file has ended and everything is unpacked.
    func finish() throws(Failure) {
        if isWithinMember { throw .truncated }
    }

    private func step(_ piece: inout [UInt8]) -> (status: Int32, used: Int, made: Int) {
        let start = inputStart
        return input.withUnsafeMutableBufferPointer { source in
            piece.withUnsafeMutableBufferPointer { target in
                stream.pointee.next_in = source.baseAddress.map { $0 + start }
                stream.pointee.avail_in = UInt32(source.count - start)
                stream.pointee.next_out = target.baseAddress
                stream.pointee.avail_out = UInt32(target.count)
                let status = inflate(stream, Z_NO_FLUSH)
                return (
                    status, source.count - start - Int(stream.pointee.avail_in),
                    target.count - Int(stream.pointee.avail_out)
                )
            }
        }
    }
}
