// SPDX-License-Identifier: Apache-2.0
#include <zlib.h>

#include <memory>
#include <stdexcept>

#include "lumbar/doors/http/http.h"

namespace lumbar::http {

std::string gzipped(std::string_view text) {
  constexpr int level = 4, with_gzip_head = 15 + 16, memory = 8;
  z_stream stream{};
  if (deflateInit2(&stream, level, Z_DEFLATED, with_gzip_head, memory, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error("no memory to pack an answer");
  const std::unique_ptr<z_stream, int (*)(z_streamp)> closes(&stream, deflateEnd);
  std::string packed(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  // zlib reads through a pointer that is not const, and writes nothing there.
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));  // NOLINT
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());  // NOLINT
  stream.avail_out = static_cast<uInt>(packed.size());
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END) throw std::runtime_error("an answer could not be packed");
  packed.resize(stream.total_out);
  return packed;
}

}  // namespace lumbar::http
