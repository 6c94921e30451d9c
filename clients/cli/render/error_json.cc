#include "cli/render/error_json.h"

#include "madad/client/status.h"

namespace madad::cli {

void WriteErrorJson(const google::rpc::Status& status, JsonWriter* json) {
  const client::Error error = client::FromStatus(status);
  json->Key("error");
  json->BeginObject();
  json->Key("reason");
  json->StringOrNull(error.reason);
  json->Key("message");
  json->String(error.message);
  json->Key("metadata");
  json->BeginObject();
  for (const auto& [name, value] : error.metadata) {
    json->Key(name);
    json->String(value);
  }
  json->EndObject();
  json->EndObject();
}

}  // namespace madad::cli
