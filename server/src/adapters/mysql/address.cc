#include "adapters/mysql/address.h"

#include <map>
#include <optional>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

#include "core/names.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::mysql {
namespace {

constexpr char kForm[] = "mysql://user@host:3306/database?ssl-mode=required";

absl::Status Refuse(std::string_view what) {
  return core::Error(absl::StatusCode::kInvalidArgument,
                     core::Cat("the dsn ", what, "; write it as ", kForm), {"DSN_INVALID", {}, ""});
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

absl::StatusOr<std::string> Decoded(std::string_view text) {
  std::string bytes;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      bytes += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? HexDigit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? HexDigit(text[i + 2]) : -1;
    if (high < 0 || low < 0) return Refuse("has a % without two hexadecimal digits after it");
    bytes += static_cast<char>(16 * high + low);
    i += 2;
  }
  if (bytes.find('\0') != std::string::npos) return Refuse("has a NUL in it");
  return bytes;
}

// What stands before the first `mark` is taken from `text`; nothing when there is none.
std::optional<std::string_view> TakeUntil(std::string_view& text, char mark) {
  const size_t at = text.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(at + 1);
  return taken;
}

absl::Status SetTls(const std::string& mode, Address& address) {
  static const auto& modes =
      *new std::map<std::string, Tls>{{"disabled", Tls::kOff},
                                      {"required", Tls::kRequired},
                                      {"verify_identity", Tls::kVerifyIdentity}};
  const auto found = modes.find(mode);
  if (found == modes.end()) {
    return Refuse(core::Cat("has the ssl-mode ", core::Quoted(mode),
                            core::Instead(mode, core::KeysOf(modes))));
  }
  address.tls = found->second;
  return absl::OkStatus();
}

absl::Status SetOption(std::string_view option, Address& address) {
  const std::optional<std::string_view> key = TakeUntil(option, '=');
  if (!key) return Refuse("has an option without `=`");
  MADAD_ASSIGN_OR_RETURN(const std::string value, Decoded(option));
  const std::string name(*key);
  if (name == "ssl-mode") return SetTls(value, address);
  const std::map<std::string, std::string*> texts = {{"ssl-ca", &address.ca},
                                                     {"ssl-cert", &address.cert},
                                                     {"ssl-key", &address.key},
                                                     {"socket", &address.socket}};
  const auto found = texts.find(name);
  if (found == texts.end()) {
    std::vector<std::string> known = core::KeysOf(texts);
    known.emplace_back("ssl-mode");
    return Refuse(core::Cat("has the option ", core::Quoted(name), core::Instead(name, known)));
  }
  *found->second = value;
  return absl::OkStatus();
}

absl::Status SetHost(std::string_view text, Address& address) {
  if (text.empty()) return absl::OkStatus();
  std::string_view port;
  if (text.front() == '[') {  // an IPv6 address
    text.remove_prefix(1);
    const std::optional<std::string_view> host = TakeUntil(text, ']');
    if (!host) return Refuse("has a [ without ]");
    port = text;
    text = *host;
  } else if (const size_t colon = text.find(':'); colon != std::string_view::npos) {
    port = text.substr(colon);
    text = text.substr(0, colon);
  }
  MADAD_ASSIGN_OR_RETURN(address.host, Decoded(text));
  if (port.empty()) return absl::OkStatus();
  uint32_t number = 0;
  const bool is_port = port.front() == ':' &&
                       absl::SimpleAtoi(core::Piece(port.substr(1)), &number) && number >= 1 &&
                       number <= 65'535;
  if (!is_port) return Refuse("has a port that is no number from 1 to 65535");
  address.port = number;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Address> ParseDsn(std::string_view dsn) {
  Address address;
  const size_t scheme = dsn.find("://");
  const std::string_view name = dsn.substr(0, scheme == std::string_view::npos ? 0 : scheme);
  if (name != "mysql" && name != "mariadb") return Refuse("is no URL that begins with mysql://");
  dsn.remove_prefix(scheme + 3);
  if (const size_t mark = dsn.find('?'); mark != std::string_view::npos) {
    const std::string options(dsn.substr(mark + 1));
    for (const std::string& option : std::vector<std::string>(absl::StrSplit(options, '&'))) {
      MADAD_RETURN_IF_ERROR(SetOption(option, address));
    }
    dsn = dsn.substr(0, mark);
  }
  std::optional<std::string_view> user = TakeUntil(dsn, '@');
  if (!user || user->empty()) return Refuse("names no user");
  std::string_view password = *user;
  if (const auto before = TakeUntil(password, ':'); before) {
    MADAD_ASSIGN_OR_RETURN(address.password, Decoded(password));
    user = before;
  }
  MADAD_ASSIGN_OR_RETURN(address.user, Decoded(*user));
  const std::optional<std::string_view> host = TakeUntil(dsn, '/');
  if (!host || dsn.empty()) return Refuse("names no database");
  if (dsn.find('/') != std::string_view::npos) return Refuse("has a / in the database's name");
  MADAD_ASSIGN_OR_RETURN(address.database, Decoded(dsn));
  MADAD_RETURN_IF_ERROR(SetHost(*host, address));
  return address;
}

}  // namespace madad::adapters::mysql
