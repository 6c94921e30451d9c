// Names that only the server knows.
#pragma once

#include <string>
#include <vector>

#include "madad/client/client.h"

namespace madad::cli {

// Asks for names; there are none when the server does not answer. Names that a
// shell would not take as they are, which no sound server has, are left out.
class ServerNames {
 public:
  // Lifetime: `client` must outlive this.
  explicit ServerNames(const client::Client& client) : client_(client) {}

  // Return what starts with `prefix`. Metrics are offered by their names alone
  // where those are unique, and by full ids once a part of one is typed.
  std::vector<std::string> Metrics(const std::string& prefix, bool available_only) const;
  std::vector<std::string> Sources() const;
  std::vector<std::string> Plugins() const;
  // Instances and ids of models; instances alone; those that are funnels; tables
  // of sources and of instances.
  std::vector<std::string> Models() const;
  std::vector<std::string> Instances() const;
  std::vector<std::string> Funnels() const;
  std::vector<std::string> Tables() const;

  // Returns the versions of what an instance learned, newest first.
  std::vector<std::string> Versions(const std::string& instance) const;

  // Return the dimensions that all of `metrics` share, and the parameters that
  // any of them has; of every metric when there is none among them.
  std::vector<std::string> Dimensions(const std::vector<std::string>& metrics) const;
  std::vector<std::string> Parameters(const std::vector<std::string>& metrics) const;

 private:
  std::vector<v1::Metric> Chosen(const std::vector<std::string>& metrics) const;

  const client::Client& client_;
};

}  // namespace madad::cli
