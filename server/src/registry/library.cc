// Every file that includes Boost.DLL must agree on this.
#define BOOST_DLL_USE_STD_FS

#include "registry/library.h"

#include <exception>
#include <utility>

#include <dlfcn.h>

#include "absl/strings/str_cat.h"
#include "boost/dll/shared_library.hpp"

#include "registry/errors.h"
#include "registry/plugin_file.h"

namespace madad::registry {
namespace {

namespace dll = boost::dll;

// True when the dynamic loader still holds a library loaded from `path`.
bool IsMapped(const std::filesystem::path& path) {
  void* handle = dlopen(path.c_str(), RTLD_LAZY | RTLD_NOLOAD);
  if (handle == nullptr) return false;
  dlclose(handle);
  return true;
}

absl::Status LoadFailed(const std::string& private_path, std::string_view what) {
  // The loader names the private copy, which means nothing to a reader.
  std::string text(what);
  const size_t at = text.find(private_path);
  if (at != text.npos) text.replace(at, private_path.size(), "the library");
  return LoadError(absl::StatusCode::kInvalidArgument, kLoadFailed,
                   absl::StrCat("the dynamic loader refused it: ", text,
                                "; link the plugin with -z defs to find what is missing"));
}

}  // namespace

struct Library::Impl {
  SealedCopy copy;  // outlives the handle: no other file may take its path
  dll::shared_library handle;
  const madad_entry* entry = nullptr;
};

absl::StatusOr<Library> Library::Load(const std::string& name, std::string_view bytes) {
  MADAD_ASSIGN_OR_RETURN(SealedCopy copy, SealedCopy::Make(name, bytes));
  const std::filesystem::path path = copy.path();
  auto impl = std::make_unique<Impl>(Impl{std::move(copy), {}, nullptr});
  try {
    // Binding at once: a symbol found missing later would end the process. The overload with an
    // error code loses the loader's text.
    impl->handle.load(path, dll::load_mode::rtld_now | dll::load_mode::rtld_local);
    impl->entry = &impl->handle.get<const madad_entry>(MADAD_ENTRY_SYMBOL);
  } catch (const std::exception& e) {
    return LoadFailed(path, e.what());
  }
  return Library(std::move(impl));
}

Library::Library(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Library::Library(Library&&) noexcept = default;
Library& Library::operator=(Library&&) noexcept = default;
Library::~Library() { Unload(); }

const madad_entry& Library::entry() const { return *impl_->entry; }

bool Library::Unload() {
  if (impl_ == nullptr) return true;
  const std::unique_ptr<Impl> impl = std::move(impl_);
  impl->handle.unload();
  if (!IsMapped(impl->copy.path())) return true;
  // Another library loaded from this path would get the old code.
  impl->copy.Leak();
  return false;
}

}  // namespace madad::registry
