#include "registry/elf.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "core/status.h"
#include "registry/errors.h"

namespace madad::registry {
namespace {

constexpr size_t kMaxNameLength = 4096;

#if defined(__x86_64__)
constexpr uint16_t kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr uint16_t kMachine = EM_AARCH64;
#else
#error "Plugins are loaded on x86-64 and AArch64 only."
#endif

std::string MachineName(uint16_t machine) {
  switch (machine) {
    case EM_X86_64:
      return "x86-64";
    case EM_AARCH64:
      return "AArch64";
    default:
      return absl::StrCat("for ELF machine ", machine);
  }
}

absl::Status Invalid(std::string_view message) {
  return LoadError(absl::StatusCode::kInvalidArgument, kFileInvalid, message);
}

absl::Status WrongArchitecture(const std::string& what) {
  return LoadError(absl::StatusCode::kFailedPrecondition, kWrongArchitecture,
                   absl::StrCat("the library is ", what, ", this server is ", MachineName(kMachine),
                                "; build the plugin for this machine"),
                   {{"found", what}, {"expected", MachineName(kMachine)}});
}

// Returns `size` bytes at `offset`, or nothing when they are not all there.
std::optional<std::string_view> Slice(std::string_view bytes, uint64_t offset, uint64_t size) {
  if (offset > bytes.size() || size > bytes.size() - offset) return std::nullopt;
  return bytes.substr(offset, size);
}

// Returns a T copied from `offset`, since nothing in a file need be aligned.
template <typename T>
std::optional<T> Read(std::string_view bytes, uint64_t offset) {
  const std::optional<std::string_view> slice = Slice(bytes, offset, sizeof(T));
  if (!slice) return std::nullopt;
  T value;
  std::memcpy(&value, slice->data(), sizeof(T));
  return value;
}

uint64_t PadTo4(uint64_t size) { return (size + 3) & ~uint64_t{3}; }

// Returns the note's content when `notes` holds it. Errors: a note that runs out of the section.
absl::StatusOr<std::optional<std::string_view>> FindNote(std::string_view notes,
                                                         std::string_view owner, uint32_t type) {
  while (!notes.empty()) {
    const std::optional<Elf64_Nhdr> header = Read<Elf64_Nhdr>(notes, 0);
    if (!header) return Invalid("the library is damaged: a note is cut short");
    const uint64_t content_at = sizeof(Elf64_Nhdr) + PadTo4(header->n_namesz);
    const auto name = Slice(notes, sizeof(Elf64_Nhdr), header->n_namesz);
    const auto content = Slice(notes, content_at, header->n_descsz);
    if (!name || !content) return Invalid("the library is damaged: a note leaves its section");
    // The size counts the terminating NUL.
    if (header->n_type == type && name->size() == owner.size() + 1 && name->starts_with(owner)) {
      return content;
    }
    notes.remove_prefix(std::min<uint64_t>(notes.size(), content_at + PadTo4(header->n_descsz)));
  }
  return std::nullopt;
}

bool IsExported(const Elf64_Sym& symbol) {
  const unsigned visibility = ELF64_ST_VISIBILITY(symbol.st_other);
  return symbol.st_shndx != SHN_UNDEF && ELF64_ST_BIND(symbol.st_info) != STB_LOCAL &&
         (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
}

absl::Status CheckHeader(const Elf64_Ehdr& header) {
  if (header.e_ident[EI_CLASS] != ELFCLASS64) return WrongArchitecture("32-bit");
  if (header.e_ident[EI_DATA] != ELFDATA2LSB) return WrongArchitecture("big-endian");
  if (header.e_machine != kMachine) return WrongArchitecture(MachineName(header.e_machine));
  if (header.e_type != ET_DYN) {
    return Invalid("the file is a program or an object file, not a shared library");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Elf> Elf::Parse(std::string_view bytes) {
  if (!bytes.starts_with(std::string_view(ELFMAG, SELFMAG))) {
    const std::string start =
        absl::CHexEscape(absl::string_view(bytes.data(), std::min<size_t>(bytes.size(), 8)));
    return Invalid(absl::StrCat("the file is not a shared library: it begins with '", start,
                                "' in place of an ELF header"));
  }
  const std::optional<Elf64_Ehdr> header = Read<Elf64_Ehdr>(bytes, 0);
  if (!header) return Invalid("the library is cut short within its header");
  MADAD_RETURN_IF_ERROR(CheckHeader(*header));
  Elf elf(bytes);
  MADAD_RETURN_IF_ERROR(elf.ReadSections(*header));
  return elf;
}

absl::Status Elf::ReadSections(const Elf64_Ehdr& header) {
  if (header.e_shnum == 0 || header.e_shentsize != sizeof(Elf64_Shdr)) {
    return Invalid("the library has no section table; strip it with `strip`, which keeps that");
  }
  for (uint64_t i = 0; i < header.e_shnum; ++i) {
    // The offset is checked first, so that the sum cannot overflow.
    const auto section = header.e_shoff > bytes_.size()
                             ? std::nullopt
                             : Read<Elf64_Shdr>(bytes_, header.e_shoff + i * sizeof(Elf64_Shdr));
    if (!section) {
      return Invalid(absl::StrCat("the library is cut short: its section table should end at byte ",
                                  header.e_shoff, " + ", header.e_shnum, " x ", sizeof(Elf64_Shdr),
                                  ", the file has ", bytes_.size(), " bytes; copy it again"));
    }
    sections_.push_back(*section);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string_view> Elf::Content(const Elf64_Shdr& section) const {
  const auto content = Slice(bytes_, section.sh_offset, section.sh_size);
  if (!content) return Invalid("the library is damaged: a section leaves the file");
  return *content;
}

absl::StatusOr<std::string_view> Elf::Note(std::string_view owner, uint32_t type) const {
  uint64_t unread = bytes_.size();
  for (const Elf64_Shdr& section : sections_) {
    if (section.sh_type != SHT_NOTE) continue;
    // Sections that overlap could make a small file long to read.
    if (section.sh_size > unread) return Invalid("the library is damaged: its notes overlap");
    unread -= section.sh_size;
    MADAD_ASSIGN_OR_RETURN(const std::string_view notes, Content(section));
    MADAD_ASSIGN_OR_RETURN(const auto content, FindNote(notes, owner, type));
    if (content) return *content;
  }
  return absl::NotFoundError("no such note");
}

absl::StatusOr<std::string_view> Elf::Name(std::string_view strings, uint32_t offset) const {
  if (offset >= strings.size()) return Invalid("the library is damaged: a symbol has no name");
  const std::string_view rest = strings.substr(offset, kMaxNameLength);
  const size_t end = rest.find('\0');
  if (end == rest.npos) return Invalid("the library is damaged: a symbol's name has no end");
  return rest.substr(0, end);
}

absl::StatusOr<std::vector<std::string_view>> Elf::Exports() const {
  std::vector<std::string_view> names;
  const auto table =
      std::find_if(sections_.begin(), sections_.end(),
                   [](const Elf64_Shdr& section) { return section.sh_type == SHT_DYNSYM; });
  if (table == sections_.end()) return names;
  if (table->sh_link >= sections_.size()) {
    return Invalid("the library is damaged: its symbols have no string table");
  }
  MADAD_ASSIGN_OR_RETURN(const std::string_view symbols, Content(*table));
  MADAD_ASSIGN_OR_RETURN(const std::string_view strings, Content(sections_[table->sh_link]));
  for (uint64_t at = 0; at + sizeof(Elf64_Sym) <= symbols.size(); at += sizeof(Elf64_Sym)) {
    const Elf64_Sym symbol = *Read<Elf64_Sym>(symbols, at);
    if (!IsExported(symbol)) continue;
    MADAD_ASSIGN_OR_RETURN(const std::string_view name, Name(strings, symbol.st_name));
    names.push_back(name);
  }
  return names;
}

}  // namespace madad::registry
