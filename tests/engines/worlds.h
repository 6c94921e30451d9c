// Worlds over data that is in files or in an engine.
#pragma once

#include <memory>
#include <string>

#include "core/world.h"
#include "registry/registry.h"
#include "support/temporary_folder.h"

namespace madad::engines {

// What worlds need while they are used: the plugins, and a folder.
class Worlds {
 public:
  Worlds();

  const madad::testing::TemporaryFolder& folder() const { return folder_; }
  // The world of a catalog, a text. What is wrong with it fails the test.
  std::shared_ptr<const core::World> Load(const std::string& catalog);

 private:
  madad::testing::TemporaryFolder folder_;
  registry::Registry plugins_;
  int count_ = 0;
};

// `short_form` of a long test, or all of it where MADAD_FULL asks for that.
int LongOr(int short_form, int full);

}  // namespace madad::engines
