#include <zlib.h>

// Macros that pass the size of the structure along, which Swift does not see.
static inline int healthypi_inflate_begin(z_stream *stream) {
    return inflateInit2(stream, 15 + 16);
}

static inline int healthypi_deflate_begin(z_stream *stream) {
    return deflateInit2(stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}
