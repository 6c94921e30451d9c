// What a kept answer costs beside a bare gRPC call of the same size: CPU time
// of the server, over a Unix socket and over loopback TCP.
//
//   madad_rpc_overhead [ROUNDS]
//
// The clients are processes of their own, so that all CPU time of this one is
// the server's. The bare method hands out bytes that are there already. The two
// are measured in many short turns, each round giving one difference, and the
// medians are taken: what else the machine does disturbs both sides alike.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "absl/strings/numbers.h"

#include "madad/v1/metric_service.grpc.pb.h"
#include "rpc/server.h"
#include "unit/rpc/fake_adapter.h"

namespace {

using madad::testing::FakeAdapter;
namespace core = madad::core;
namespace v1 = madad::v1;

constexpr int kRounds = 61;
constexpr int kCalls = 400;  // of one side in one round
constexpr int kWarmUp = 500;

[[noreturn]] void Fail(const std::string& what) {
  std::fprintf(stderr, "rpc_overhead: %s\n", what.c_str());
  std::_Exit(1);
}

// Answers every GetMetric with the same bytes, without looking at the request.
class BareService
    : public v1::MetricService::WithRawCallbackMethod_GetMetric<v1::MetricService::Service> {
 public:
  explicit BareService(grpc::ByteBuffer answer) : answer_(std::move(answer)) {}
  grpc::ServerUnaryReactor* GetMetric(grpc::CallbackServerContext* context, const grpc::ByteBuffer*,
                                      grpc::ByteBuffer* response) override {
    *response = answer_;
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const grpc::ByteBuffer answer_;
};

std::shared_ptr<const core::World> SmallWorld(const std::shared_ptr<FakeAdapter>& adapter) {
  core::Catalog catalog;
  catalog.sources["crm"] = {"crm", "files", "/", "UTC"};
  core::Table& leads = catalog.tables["leads"];
  leads.name = "leads";
  leads.source = "crm";
  leads.columns["created_at"] = {.name = "created_at", .type = core::Type::kTimestamp};
  leads.columns["source"] = {.name = "source", .type = core::Type::kString};
  catalog.dimensions["source"] = {.name = "source", .paths = {{"leads", "source"}}};
  core::MetricDefinition metric;
  metric.id = "t.a";
  metric.from = "leads";
  metric.at = "created_at";
  metric.value = "count(*)";
  auto snapshot = std::make_shared<core::Snapshot>();
  snapshot->id = "v1";
  snapshot->tables["leads"].adapter = adapter;
  return std::make_shared<const core::World>(
      std::make_shared<const core::Definitions>(std::move(catalog), std::vector{metric}), snapshot);
}

// A query as a board would ask it.
std::string RequestBytes() {
  v1::QueryRequest request;
  request.add_metrics("t.a");
  request.add_dimensions("source");
  request.mutable_range()->set_from("2024-01-01");
  request.mutable_range()->set_to("2025-01-01");
  request.set_filter("source <> 'test'");
  request.set_timezone("Asia/Jerusalem");
  request.add_order()->set_column("source");
  return request.SerializeAsString();
}

// Calls `method` `calls` times, one after the other; returns the answer's size.
size_t CallMany(grpc::GenericStub& stub, const std::string& method, int calls) {
  const grpc::Slice slice(RequestBytes());
  const grpc::ByteBuffer request(&slice, 1);
  size_t size = 0;
  for (int i = 0; i < calls; ++i) {
    grpc::ClientContext context;
    grpc::CompletionQueue queue;
    const auto call = stub.PrepareUnaryCall(&context, method, request, &queue);
    call->StartCall();
    grpc::ByteBuffer response;
    grpc::Status status;
    call->Finish(&response, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    if (!status.ok()) Fail(method + ": " + status.error_message());
    size = response.Length();
  }
  return size;
}

// A client process: reads "address method calls", makes the calls, writes the
// size of the answer.
class Client {
 public:
  Client() {
    int to[2];
    int from[2];
    if (pipe(to) != 0 || pipe(from) != 0) Fail("pipe");
    const pid_t child = fork();
    if (child < 0) Fail("fork");
    if (child == 0) {
      close(to[1]);
      close(from[0]);
      Serve(fdopen(to[0], "r"), fdopen(from[1], "w"));
    }
    close(to[0]);
    close(from[1]);
    out_ = fdopen(to[1], "w");
    in_ = fdopen(from[0], "r");
    pid_ = child;
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() {
    fclose(out_);
    fclose(in_);
    waitpid(pid_, nullptr, 0);
  }

  size_t Run(const std::string& address, const std::string& method, int calls) {
    std::fprintf(out_, "%s %s %d\n", address.c_str(), method.c_str(), calls);
    std::fflush(out_);
    size_t size = 0;
    if (std::fscanf(in_, "%zu", &size) != 1) Fail("the client ended");
    return size;
  }

 private:
  [[noreturn]] static void Serve(FILE* in, FILE* out) {
    char address[512];
    char method[256];
    int calls = 0;
    std::string last;
    std::unique_ptr<grpc::GenericStub> stub;
    while (std::fscanf(in, "%511s %255s %d", address, method, &calls) == 3) {
      if (stub == nullptr || last != address) {
        last = address;
        stub = std::make_unique<grpc::GenericStub>(
            grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
      }
      std::fprintf(out, "%zu\n", CallMany(*stub, method, calls));
      std::fflush(out);
    }
    std::_Exit(0);
  }

  FILE* out_ = nullptr;
  FILE* in_ = nullptr;
  pid_t pid_ = -1;
};

double CpuMicros() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto micros = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
  };
  return micros(usage.ru_utime) + micros(usage.ru_stime);
}

double Median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<ptrdiff_t>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

// One side of the comparison: where it listens and what is called.
struct Side {
  std::string address;
  std::string method;
};

double MicrosPerCall(Client& client, const Side& side, int calls) {
  const double before = CpuMicros();
  client.Run(side.address, side.method, calls);
  return (CpuMicros() - before) / calls;
}

std::unique_ptr<grpc::Server> StartBare(BareService& service, const std::string& listen,
                                        std::string& address) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  auto server = builder.BuildAndStart();
  if (server == nullptr) Fail("the bare server does not start on " + listen);
  address = listen.starts_with("unix:") ? listen : "127.0.0.1:" + std::to_string(port);
  return server;
}

// Every round's CPU time per call, us.
struct Times {
  std::vector<double> bare;
  std::vector<double> kept;
  std::vector<double> more;
};

Times Measure(Client& client, const Side& bare, const Side& kept, int rounds) {
  Times times;
  for (int round = 0; round < rounds; ++round) {
    // Neither is always the first.
    const double before = round % 2 == 0 ? MicrosPerCall(client, bare, kCalls) : 0;
    times.kept.push_back(MicrosPerCall(client, kept, kCalls));
    times.bare.push_back(round % 2 == 0 ? before : MicrosPerCall(client, bare, kCalls));
    times.more.push_back(times.kept.back() - times.bare.back());
  }
  return times;
}

// Measures both sides over one transport and prints a line.
void Compare(Client& client, const char* transport, int64_t rows, const std::string& listen,
             const std::string& bare_listen, int rounds) {
  const auto adapter = std::make_shared<FakeAdapter>();
  adapter->rows = rows;
  const auto world = SmallWorld(adapter);
  auto server = madad::rpc::Server::Start({.listen = listen}, {.world = [world] { return world; }});
  if (!server.ok()) Fail(std::string(server.status().message()));
  const Side query{(*server)->address(), "/madad.v1.MetricService/Query"};
  const size_t size = client.Run(query.address, query.method, kWarmUp);

  const grpc::Slice slice(std::string(size, 'x'));
  BareService service(grpc::ByteBuffer(&slice, 1));
  Side bare{"", "/madad.v1.MetricService/GetMetric"};
  const auto bare_server = StartBare(service, bare_listen, bare.address);
  client.Run(bare.address, bare.method, kWarmUp);

  const Times times = Measure(client, bare, query, rounds);
  if (adapter->started() != 1) Fail("the answer was not kept");
  std::printf("%-5s %9zu %9.1f %9.1f %+9.1f\n", transport, size, Median(times.bare),
              Median(times.kept), Median(times.more));
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  int rounds = kRounds;
  if (argc > 1 && (!absl::SimpleAtoi(argv[1], &rounds) || rounds < 1)) return 2;
  // Before gRPC has threads, which a fork would not bring along.
  Client client;
  const std::filesystem::path folder = std::filesystem::temp_directory_path();
  const std::string socket =
      "unix:" + (folder / ("madad-rpc-" + std::to_string(getpid()))).string();
  std::printf("server CPU per call, us (medians of %d rounds of %d calls)\n", rounds, kCalls);
  std::printf("%-5s %9s %9s %9s %9s\n", "over", "bytes", "bare", "kept", "more");
  for (const int64_t rows : {5, 100, 1'000, 8'000}) {
    Compare(client, "unix", rows, socket, socket + "b", rounds);
    Compare(client, "tcp", rows, "127.0.0.1:0", "127.0.0.1:0", rounds);
  }
  return 0;
}
