#include "config/catalog_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>

#include "absl/strings/str_cat.h"

#include "config/to_core.h"
#include "config/yaml_to_proto.h"
#include "config/yaml_tree.h"
#include "core/names.h"
#include "madad/v1/catalog.pb.h"

namespace madad::config {
namespace {

constexpr size_t kMostBytes = size_t{4} << 20;

// Returns what is in the file at `path`; nothing when it cannot be read, which
// `log` is told.
std::optional<std::string> ReadFile(const std::string& path, ProblemLog& log) {
  std::error_code error;
  // Opening a pipe or a device might never return.
  if (!std::filesystem::is_regular_file(path, error)) {
    log.Add("", absl::StrCat("cannot be read: ", error ? error.message() : "not a file"));
    return std::nullopt;
  }
  std::ifstream stream(path, std::ios::binary);
  std::string text(kMostBytes + 1, '\0');
  if (!stream || stream.read(text.data(), static_cast<std::streamsize>(text.size())).bad()) {
    log.Add("", absl::StrCat("cannot be read: ", std::strerror(errno)));
    return std::nullopt;
  }
  text.resize(static_cast<size_t>(stream.gcount()));
  return text;
}

// A metric must not change its meaning when a plugin is updated.
void CheckPrefixes(const core::Catalog& catalog, const std::set<std::string>& plugins,
                   ProblemLog& log) {
  for (const core::MetricDefinition& metric : catalog.metrics) {
    const std::string prefix = metric.id.substr(0, metric.id.find('.'));
    if (!plugins.contains(prefix)) continue;
    log.Add("metrics." + metric.id,
            absl::StrCat("the prefix ", core::Quoted(prefix), " is that of a plugin; give the ",
                         "catalog's own metrics another one"));
  }
}

absl::StatusOr<core::ShapedModel> NoModels(const core::ModelUse& use) {
  return absl::NotFoundError(absl::StrCat("no plugin has the model ", core::Quoted(use.model)));
}

void AddModels(const core::ShapeOf& shape_of, core::Catalog& catalog, ProblemLog& log) {
  for (core::CatalogProblem& problem :
       core::AddModelTables(shape_of ? shape_of : NoModels, catalog)) {
    if (log.IsUnread(problem.path) || log.IsUnread(problem.path + ".model")) continue;
    log.Add(std::move(problem.path), std::move(problem.message));
  }
}

// Reads `text` and tells `log` all that is wrong with it.
core::Catalog Read(std::string_view text, const std::filesystem::path& folder,
                   const std::set<std::string>& plugins, const core::ShapeOf& shape_of,
                   ProblemLog& log) {
  if (text.size() > kMostBytes) {
    log.Add("", absl::StrCat("larger than ", kMostBytes >> 20, " MiB, which no catalog is"));
    return {};
  }
  const std::optional<YamlTree> tree = ParseYaml(text, log);
  if (!tree.has_value()) return {};
  if (tree->root == nullptr || tree->root->kind == YamlNode::Kind::kNull) {
    log.Add("", "is empty; expected a catalog with sources and tables");
    return {};
  }
  v1::Catalog proto;
  YamlToProto(*tree->root, proto, log);
  core::Catalog catalog = ToCore(proto, folder, log);
  AddModels(shape_of, catalog, log);
  for (core::CatalogProblem& problem : core::ValidateCatalog(catalog)) {
    // What was unreadable is not also wrong.
    if (log.IsUnread(problem.path)) continue;
    log.Add(std::move(problem.path), std::move(problem.message));
  }
  CheckPrefixes(catalog, plugins, log);
  if (log.empty()) core::ResolveViaTypes(catalog);
  return catalog;
}

}  // namespace

CatalogFile ParseCatalog(std::string_view text, const std::string& file, const std::string& folder,
                         const std::set<std::string>& plugins, const core::ShapeOf& shape_of) {
  ProblemLog log(file);
  std::error_code error;
  const std::filesystem::path base =
      std::filesystem::absolute(folder.empty() ? "." : folder, error);
  core::Catalog catalog = Read(text, base, plugins, shape_of, log);
  return {std::move(catalog), log.Take()};
}

CatalogFile LoadCatalog(const std::string& path, const std::set<std::string>& plugins,
                        const core::ShapeOf& shape_of) {
  ProblemLog log(path);
  const std::optional<std::string> text = ReadFile(path, log);
  if (!text.has_value()) return {{}, log.Take()};
  return ParseCatalog(*text, path, std::filesystem::absolute(path).parent_path().string(), plugins,
                      shape_of);
}

}  // namespace madad::config
