#include "digest/sha256.h"

#include <openssl/evp.h>

#include "absl/strings/escaping.h"

namespace madad::digest {

absl::StatusOr<std::string> Sha256(std::string_view bytes) {
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), &size,
                 EVP_sha256(), nullptr) != 1) {
    return absl::InternalError("OpenSSL did not compute a SHA-256");
  }
  digest.resize(size);
  return absl::BytesToHexString(digest);
}

}  // namespace madad::digest
