// Where a server is, as people write it.
#include <algorithm>
#include <string_view>

#include "madad/client/connection.h"

namespace madad::client {
namespace {

constexpr char kDefaultPort[] = ":7400";

// Returns the start of `target` that says how to find hosts: `dns:///`, `ipv4:`.
std::string_view Scheme(std::string_view target) {
  for (const std::string_view scheme : {"dns:", "ipv4:", "ipv6:"}) {
    if (!target.starts_with(scheme)) continue;
    if (!target.substr(scheme.size()).starts_with("//")) return scheme;
    // The authority, a name server, ends with the next slash.
    const size_t slash = target.find('/', scheme.size() + 2);
    return slash == std::string_view::npos ? target : target.substr(0, slash + 1);
  }
  return "";
}

// Names of other kinds: `unix:/run/madad.sock`, `vsock:2:7400`, `xds:///madad`.
bool TakesNoPort(std::string_view target) {
  for (const std::string_view scheme : {"unix:", "unix-abstract:", "vsock:", "xds:"}) {
    if (target.starts_with(scheme)) return true;
  }
  return false;
}

std::string HostWithPort(std::string_view host) {
  const auto colons = std::count(host.begin(), host.end(), ':');
  const bool bracketed = host.starts_with('[');
  if (host.empty()) return "";
  if (bracketed && host.ends_with(']')) return std::string(host) + kDefaultPort;
  if (bracketed || colons == 1) return std::string(host);
  // More than one colon is an IPv6 address, which gRPC wants in brackets.
  if (colons > 1) return "[" + std::string(host) + "]" + kDefaultPort;
  return std::string(host) + kDefaultPort;
}

}  // namespace

std::string WithDefaultPort(const std::string& target) {
  if (TakesNoPort(target)) return target;
  const std::string_view scheme = Scheme(target);
  std::string_view hosts = std::string_view(target).substr(scheme.size());
  std::string out(scheme);
  while (!hosts.empty()) {
    const size_t comma = std::min(hosts.find(','), hosts.size());
    out += HostWithPort(hosts.substr(0, comma));
    if (comma < hosts.size()) out += ',';
    hosts.remove_prefix(std::min(comma + 1, hosts.size()));
  }
  return out;
}

}  // namespace madad::client
