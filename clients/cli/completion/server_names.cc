#include "cli/completion/server_names.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "cli/answer/columns.h"

namespace madad::cli {
namespace {

// The model that funnels are instances of.
constexpr char kFunnelModel[] = "conversion.funnel";

bool IsPlain(const std::string& name) {
  return !name.empty() && !name.starts_with('-') &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '_' || c == '.' || c == '-' || c >= 0x80;
         });
}

std::vector<std::string> Plain(std::vector<std::string> names) {
  names.erase(std::remove_if(names.begin(), names.end(),
                             [](const std::string& name) { return !IsPlain(name); }),
              names.end());
  return names;
}

// True when `typed`, with or without parameters, is the metric's id or its name.
bool Names(const std::string& typed, const v1::Metric& metric) {
  const std::string id = typed.substr(0, typed.find('('));
  return id == metric.id() || id == BareName(metric.id());
}

}  // namespace

std::vector<std::string> ServerNames::Metrics(const std::string& prefix,
                                              bool available_only) const {
  const auto metrics = client_.ListMetrics(available_only);
  if (!metrics.ok()) return {};
  std::map<std::string, int> uses;
  for (const v1::Metric& metric : *metrics) ++uses[std::string(BareName(metric.id()))];
  std::vector<std::string> names;
  for (const v1::Metric& metric : *metrics) {
    const std::string bare(BareName(metric.id()));
    const bool unique = uses[bare] == 1;
    if (unique && bare.starts_with(prefix)) names.push_back(bare);
    const bool full = !unique || !prefix.empty();
    if (full && bare != metric.id() && metric.id().starts_with(prefix)) {
      names.push_back(metric.id());
    }
  }
  return Plain(names);
}

std::vector<std::string> ServerNames::Sources() const {
  std::vector<std::string> names;
  const auto sources = client_.ListSources();
  if (!sources.ok()) return names;
  for (const v1::Source& source : *sources) names.push_back(source.name());
  return Plain(names);
}

std::vector<std::string> ServerNames::Plugins() const {
  std::vector<std::string> names;
  const auto plugins = client_.ListPlugins();
  if (!plugins.ok()) return names;
  for (const v1::Plugin& plugin : *plugins) {
    names.push_back(plugin.id().empty() ? plugin.file() : plugin.id());
  }
  return Plain(names);
}

std::vector<std::string> ServerNames::Models() const {
  std::vector<std::string> names;
  const auto models = client_.ListModels();
  if (!models.ok()) return names;
  for (const v1::Model& model : *models) {
    names.push_back(model.id());
    for (const v1::ModelInstance& instance : model.instances()) names.push_back(instance.name());
  }
  return Plain(names);
}

std::vector<std::string> ServerNames::Instances() const {
  std::vector<std::string> names;
  const auto models = client_.ListModels();
  if (!models.ok()) return names;
  for (const v1::Model& model : *models) {
    for (const v1::ModelInstance& instance : model.instances()) names.push_back(instance.name());
  }
  return Plain(names);
}

std::vector<std::string> ServerNames::Versions(const std::string& instance) const {
  std::vector<std::string> numbers;
  const auto versions = client_.ListVersions(instance);
  if (!versions.ok()) return numbers;
  for (const v1::ModelVersion& version : versions->versions()) {
    numbers.push_back(std::to_string(version.number()));
  }
  return numbers;
}

std::vector<std::string> ServerNames::Funnels() const {
  std::vector<std::string> names;
  const auto models = client_.ListModels();
  if (!models.ok()) return names;
  for (const v1::Model& model : *models) {
    if (model.id() != kFunnelModel) continue;
    for (const v1::ModelInstance& instance : model.instances()) names.push_back(instance.name());
  }
  return Plain(names);
}

std::vector<std::string> ServerNames::Tables() const {
  std::vector<std::string> names;
  if (const auto sources = client_.ListSources(); sources.ok()) {
    for (const v1::Source& source : *sources) {
      for (const v1::SourceTable& table : source.tables()) names.push_back(table.name());
    }
  }
  if (const auto models = client_.ListModels(); models.ok()) {
    for (const v1::Model& model : *models) {
      for (const v1::ModelInstance& instance : model.instances()) {
        for (const v1::ModelTable& table : instance.tables()) names.push_back(table.name());
      }
    }
  }
  return Plain(names);
}

std::vector<v1::Metric> ServerNames::Chosen(const std::vector<std::string>& metrics) const {
  const auto all = client_.ListMetrics();
  if (!all.ok()) return {};
  std::vector<v1::Metric> chosen;
  for (const v1::Metric& metric : *all) {
    const bool is_typed =
        std::any_of(metrics.begin(), metrics.end(),
                    [&](const std::string& typed) { return Names(typed, metric); });
    if (is_typed) chosen.push_back(metric);
  }
  return chosen.empty() ? *all : chosen;
}

std::vector<std::string> ServerNames::Dimensions(const std::vector<std::string>& metrics) const {
  const std::vector<v1::Metric> chosen = Chosen(metrics);
  std::map<std::string, size_t> uses;
  for (const v1::Metric& metric : chosen) {
    for (const std::string& name : metric.dimensions()) ++uses[name];
  }
  std::vector<std::string> names;
  for (const auto& [name, count] : uses) {
    if (metrics.empty() || count == chosen.size()) names.push_back(name);
  }
  return Plain(names);
}

std::vector<std::string> ServerNames::Parameters(const std::vector<std::string>& metrics) const {
  std::set<std::string> names;
  for (const v1::Metric& metric : Chosen(metrics)) {
    for (const v1::MetricParameter& parameter : metric.parameters()) names.insert(parameter.name());
  }
  return Plain({names.begin(), names.end()});
}

}  // namespace madad::cli
