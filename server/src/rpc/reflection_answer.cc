#include "rpc/reflection_answer.h"

#include <set>
#include <string>
#include <vector>

#include <grpcpp/support/status_code_enum.h>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "grpc/reflection/v1/reflection.grpc.pb.h"

#include "core/text.h"
#include "madad/v1/metric_service.grpc.pb.h"
#include "madad/v1/model_service.grpc.pb.h"
#include "madad/v1/plugin_service.grpc.pb.h"
#include "madad/v1/source_service.grpc.pb.h"

namespace madad::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using grpc::reflection::v1::ServerReflectionRequest;
using grpc::reflection::v1::ServerReflectionResponse;

const DescriptorPool& Pool() { return *DescriptorPool::generated_pool(); }

void NotFound(std::string_view what, ServerReflectionResponse& response) {
  response.mutable_error_response()->set_error_code(grpc::StatusCode::NOT_FOUND);
  response.mutable_error_response()->set_error_message(core::Cat("not found: ", what));
}

// Adds `file` and what it imports, each once.
void AddFiles(const FileDescriptor& file, std::set<const FileDescriptor*>& seen,
              ServerReflectionResponse& response) {
  if (!seen.insert(&file).second) return;
  google::protobuf::FileDescriptorProto proto;
  file.CopyTo(&proto);
  response.mutable_file_descriptor_response()->add_file_descriptor_proto(proto.SerializeAsString());
  for (int i = 0; i < file.dependency_count(); ++i) {
    AddFiles(*file.dependency(i), seen, response);
  }
}

void DescribeFile(const FileDescriptor* file, std::string_view asked,
                  ServerReflectionResponse& response) {
  if (file == nullptr) return NotFound(asked, response);
  std::set<const FileDescriptor*> seen;
  AddFiles(*file, seen, response);
}

const FileDescriptor* FileOfExtension(const grpc::reflection::v1::ExtensionRequest& request) {
  const Descriptor* type = Pool().FindMessageTypeByName(request.containing_type());
  if (type == nullptr) return nullptr;
  const FieldDescriptor* field = Pool().FindExtensionByNumber(type, request.extension_number());
  return field == nullptr ? nullptr : field->file();
}

void ListExtensions(const std::string& name, ServerReflectionResponse& response) {
  const Descriptor* type = Pool().FindMessageTypeByName(name);
  if (type == nullptr) return NotFound(name, response);
  std::vector<const FieldDescriptor*> fields;
  Pool().FindAllExtensions(type, &fields);
  auto& numbers = *response.mutable_all_extension_numbers_response();
  numbers.set_base_type_name(name);
  for (const FieldDescriptor* field : fields) numbers.add_extension_number(field->number());
}

void ListServices(ServerReflectionResponse& response) {
  for (const char* name :
       {v1::MetricService::service_full_name(), v1::ModelService::service_full_name(),
        v1::PluginService::service_full_name(), v1::SourceService::service_full_name(),
        "grpc.health.v1.Health", grpc::reflection::v1::ServerReflection::service_full_name(),
        "grpc.reflection.v1alpha.ServerReflection"}) {
    response.mutable_list_services_response()->add_service()->set_name(name);
  }
}

}  // namespace

ServerReflectionResponse AnswerReflection(const ServerReflectionRequest& request) {
  ServerReflectionResponse response;
  response.set_valid_host(request.host());
  *response.mutable_original_request() = request;
  switch (request.message_request_case()) {
    case ServerReflectionRequest::kFileByFilename:
      DescribeFile(Pool().FindFileByName(request.file_by_filename()), request.file_by_filename(),
                   response);
      break;
    case ServerReflectionRequest::kFileContainingSymbol:
      DescribeFile(Pool().FindFileContainingSymbol(request.file_containing_symbol()),
                   request.file_containing_symbol(), response);
      break;
    case ServerReflectionRequest::kFileContainingExtension:
      DescribeFile(FileOfExtension(request.file_containing_extension()),
                   request.file_containing_extension().containing_type(), response);
      break;
    case ServerReflectionRequest::kAllExtensionNumbersOfType:
      ListExtensions(request.all_extension_numbers_of_type(), response);
      break;
    case ServerReflectionRequest::kListServices:
      ListServices(response);
      break;
    case ServerReflectionRequest::MESSAGE_REQUEST_NOT_SET:
      response.mutable_error_response()->set_error_code(grpc::StatusCode::INVALID_ARGUMENT);
      response.mutable_error_response()->set_error_message("the request asks for nothing");
      break;
  }
  return response;
}

}  // namespace madad::rpc
