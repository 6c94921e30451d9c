#include "config/yaml_to_proto.h"

#include <set>

#include <google/protobuf/descriptor.h>

#include "absl/strings/str_cat.h"
#include <google/protobuf/struct.pb.h>

#include "config/yaml_scalar.h"
#include "core/names.h"
#include "madad/v1/catalog.pb.h"

namespace madad::config {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using Kind = YamlNode::Kind;

// Aliases let a short text stand for a huge one. A tree without any has fewer
// nodes and less text than this allows.
constexpr size_t kMostVisits = 2 * kMostNodes;
constexpr size_t kBytesOfOneVisit = 100;
// Every key beneath repeats it in its path.
constexpr size_t kMostKeyBytes = 500;

std::string Under(const std::string& path, const std::string& key) {
  return path.empty() ? key : absl::StrCat(path, ".", key);
}

std::vector<std::string> FieldNames(const Descriptor& type) {
  std::vector<std::string> names;
  names.reserve(static_cast<size_t>(type.field_count()));
  for (int i = 0; i < type.field_count(); ++i) names.push_back(type.field(i)->name());
  return names;
}

// Returns the field that a plain list sets; null: there is none.
const FieldDescriptor* ShorthandOfList(const Descriptor& type) {
  return type.FindFieldByName(type.options().GetExtension(v1::list_shorthand));
}

class Reader {
 public:
  explicit Reader(ProblemLog& log) : log_(log) {}

  // Reads the node at `path` into `message`.
  void ReadMessage(const YamlNode& node, const std::string& path, Message& message) {
    if (!Visit(node, path)) return;
    const Descriptor& type = *message.GetDescriptor();
    std::set<std::string> written;
    if (node.kind == Kind::kScalar) {
      const FieldDescriptor* field =
          type.FindFieldByName(type.options().GetExtension(v1::scalar_shorthand));
      if (field == nullptr) return Mismatch(node, path, "keys and values");
      written.insert(field->name());
      ReadField(node, path, *field, message);
    } else if (node.kind == Kind::kMap) {
      ReadKeys(node, path, message, written);
    } else if (node.kind == Kind::kSequence) {
      const FieldDescriptor* field = ShorthandOfList(type);
      if (field == nullptr) return Mismatch(node, path, "keys and values");
      written.insert(field->name());
      ReadField(node, path, *field, message);
    }
    CheckRequired(node, path, type, written);
  }

 private:
  // Counts a visit; false when there have been too many.
  bool Visit(const YamlNode& node, const std::string& path) {
    const bool was_within = visits_ <= kMostVisits;
    visits_ += 1 + node.text.size() / kBytesOfOneVisit;
    if (was_within && visits_ > kMostVisits) {
      log_.AddAt(node.position, path,
                 "with its aliases written out, the file is too large; the rest is not read");
    }
    return visits_ <= kMostVisits;
  }

  void Mismatch(const YamlNode& node, const std::string& path, const std::string& expected) {
    log_.AddUnread(node.position, path, ExpectedFound(expected, node));
  }

  // Returns false, and reports it, when `key` cannot be one.
  bool IsKey(const YamlNode& key, const std::string& path) {
    if (key.kind != Kind::kScalar) {
      log_.AddAt(key.position, path, ExpectedFound("a key (quote it when it reads as null)", key));
    } else if (key.text.size() > kMostKeyBytes) {
      log_.AddAt(key.position, path,
                 absl::StrCat("key ", core::Quoted(key.text), " has ", key.text.size(),
                              " bytes; at most ", kMostKeyBytes, " are read"));
    } else {
      return true;
    }
    return false;
  }

  // Notes where a key is; false, and reports it, when it is written again.
  bool IsNewKey(const YamlNode& key, const std::string& path) {
    if (log_.SetPosition(path, key.position)) return true;
    log_.AddAt(key.position, path,
               absl::StrCat("key ", core::Quoted(key.text), " is written twice; first in line ",
                            log_.PositionOf(path).line));
    return false;
  }

  void ReadKeys(const YamlNode& node, const std::string& path, Message& message,
                std::set<std::string>& written) {
    const Descriptor& type = *message.GetDescriptor();
    const FieldDescriptor* others =
        type.FindFieldByName(type.options().GetExtension(v1::other_keys));
    for (size_t i = 0; i + 1 < node.children.size(); i += 2) {
      const YamlNode& key = *node.children[i];
      const YamlNode& value = *node.children[i + 1];
      if (!IsKey(key, path)) continue;
      const FieldDescriptor* field = type.FindFieldByName(key.text);
      if (field != nullptr) {
        written.insert(field->name());
        // Entries and items are known by the same path however they are written.
        const bool has_shorthand = field == others || field == ShorthandOfList(type);
        const std::string inside = has_shorthand ? path : Under(path, key.text);
        if (IsNewKey(key, Under(path, key.text))) ReadField(value, inside, *field, message);
      } else if (others != nullptr) {
        ReadEntry(key, value, path, *others, message);
      } else {
        log_.AddAt(key.position, path,
                   absl::StrCat("unknown key ", core::Quoted(key.text),
                                core::Instead(key.text, FieldNames(type))));
      }
    }
  }

  void CheckRequired(const YamlNode& node, const std::string& path, const Descriptor& type,
                     const std::set<std::string>& written) {
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      if (!field.options().GetExtension(v1::required) || written.contains(field.name())) continue;
      log_.AddUnread(path.empty() ? node.position : log_.PositionOf(path),
                     Under(path, field.name()),
                     absl::StrCat("required key ", core::Quoted(field.name()), " is missing"));
    }
  }

  void ReadField(const YamlNode& node, const std::string& path, const FieldDescriptor& field,
                 Message& message) {
    if (field.is_map()) {
      ReadMap(node, path, field, message);
    } else if (field.is_repeated()) {
      ReadList(node, path, field, message);
    } else if (field.message_type() == google::protobuf::Struct::descriptor()) {
      Message& value = *message.GetReflection()->MutableMessage(&message, &field);
      ReadStruct(node, path, static_cast<google::protobuf::Struct&>(value));
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      ReadMessage(node, path, *message.GetReflection()->MutableMessage(&message, &field));
    } else {
      ReadOne(node, path, field, message);
    }
  }

  void ReadOne(const YamlNode& node, const std::string& path, const FieldDescriptor& field,
               Message& message) {
    if (!Visit(node, path)) return;
    const std::string problem = ReadScalar(node, field, message);
    if (!problem.empty()) log_.AddUnread(node.position, path, problem);
  }

  void ReadMap(const YamlNode& node, const std::string& path, const FieldDescriptor& field,
               Message& message) {
    if (!Visit(node, path) || node.kind == Kind::kNull) return;
    if (node.kind != Kind::kMap) return Mismatch(node, path, "names and what they stand for");
    for (size_t i = 0; i + 1 < node.children.size(); i += 2) {
      const YamlNode& key = *node.children[i];
      if (IsKey(key, path)) ReadEntry(key, *node.children[i + 1], path, field, message);
    }
  }

  void ReadEntry(const YamlNode& key, const YamlNode& value, const std::string& map_path,
                 const FieldDescriptor& field, Message& message) {
    const std::string path = Under(map_path, key.text);
    if (!IsNewKey(key, path)) return;
    Message& entry = *message.GetReflection()->AddMessage(&message, &field);
    ReadOne(key, path, *field.message_type()->map_key(), entry);
    ReadField(value, path, *field.message_type()->map_value(), entry);
  }

  void ReadList(const YamlNode& node, const std::string& path, const FieldDescriptor& field,
                Message& message) {
    if (!Visit(node, path) || node.kind == Kind::kNull) return;
    if (node.kind != Kind::kSequence) return Mismatch(node, path, "a list, such as [a, b]");
    for (size_t i = 0; i < node.children.size(); ++i) {
      const YamlNode& item = *node.children[i];
      const std::string item_path = absl::StrCat(path, "[", i, "]");
      log_.SetPosition(item_path, item.position);
      if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        ReadMessage(item, item_path, *message.GetReflection()->AddMessage(&message, &field));
      } else {
        ReadOne(item, item_path, field, message);
      }
    }
  }

  // Free-form keys and values, which somebody else knows the meaning of.
  void ReadStruct(const YamlNode& node, const std::string& path,
                  google::protobuf::Struct& message) {
    if (!Visit(node, path) || node.kind == Kind::kNull) return;
    if (node.kind != Kind::kMap) return Mismatch(node, path, "keys and values");
    for (size_t i = 0; i + 1 < node.children.size(); i += 2) {
      const YamlNode& key = *node.children[i];
      if (!IsKey(key, path)) continue;
      const std::string inside = Under(path, key.text);
      if (!IsNewKey(key, inside)) continue;
      ReadValue(*node.children[i + 1], inside, (*message.mutable_fields())[key.text]);
    }
  }

  void ReadValue(const YamlNode& node, const std::string& path, google::protobuf::Value& value) {
    if (node.kind == Kind::kMap) return ReadStruct(node, path, *value.mutable_struct_value());
    if (!Visit(node, path)) return;
    if (node.kind == Kind::kSequence) {
      google::protobuf::ListValue& list = *value.mutable_list_value();
      for (size_t i = 0; i < node.children.size(); ++i) {
        const std::string item = absl::StrCat(path, "[", i, "]");
        log_.SetPosition(item, node.children[i]->position);
        ReadValue(*node.children[i], item, *list.add_values());
      }
    } else {
      ReadFreeScalar(node, value);
    }
  }

  ProblemLog& log_;
  size_t visits_ = 0;
};

}  // namespace

void YamlToProto(const YamlNode& root, Message& message, ProblemLog& log) {
  Reader(log).ReadMessage(root, "", message);
}

}  // namespace madad::config
