// The catalog's YAML file.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "config/problem.h"
#include "core/catalog.h"
#include "core/model/tables.h"

namespace madad::config {

// A catalog that was read; to be used only when there are no problems (or the
// part of it that has none: sound_part.h).
struct CatalogFile {
  core::Catalog catalog;
  std::vector<ConfigProblem> problems;
};

// Returns the catalog in the file at `path`, or everything that is wrong with
// it, in the order of the file. Folders that sources name must exist; data
// files are not looked for. The catalog's own metrics may not have the id of one
// of `plugins` as their prefix. `shape_of` tells what the models of plugins read
// and make; empty: there are none.
CatalogFile LoadCatalog(const std::string& path, const std::set<std::string>& plugins = {},
                        const core::ShapeOf& shape_of = {});

// The same of a text: `file` names it in problems, and the roots of sources
// are relative to `folder`.
CatalogFile ParseCatalog(std::string_view text, const std::string& file, const std::string& folder,
                         const std::set<std::string>& plugins = {},
                         const core::ShapeOf& shape_of = {});

}  // namespace madad::config
