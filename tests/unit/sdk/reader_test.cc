// What an engine may send, and what models see of it.
#include "madad/sdk/reader.h"

#include <atomic>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "madad/sdk/export.h"
#include "madad/sdk/testing/table_stream.h"

namespace madad::sdk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// One column of one batch, with whatever format a test wants. The first row of the batch is row 1
// of the buffers, so that offsets count.
struct OneColumn {
  std::string format;
  std::vector<const void*> buffers;
  int64_t rows = 0;
  int64_t child_length = 0;

  ArrowSchema child_type{}, type{};
  ArrowSchema* child_type_pointer = &child_type;
  ArrowArray child{}, batch{};
  ArrowArray* child_pointer = &child;
  const void* no_validity = nullptr;
  bool sent = false;

  static OneColumn& Of(ArrowArrayStream* stream) {
    return *static_cast<OneColumn*>(stream->private_data);
  }
  static void ReleaseSchema(ArrowSchema* schema) { schema->release = nullptr; }
  static void ReleaseArray(ArrowArray* array) { array->release = nullptr; }
  static int GetSchema(ArrowArrayStream* stream, ArrowSchema* out) {
    OneColumn& one = Of(stream);
    one.child_type.format = one.format.c_str();
    one.child_type.name = "c";
    one.child_type.release = &ReleaseSchema;
    *out = {};
    out->format = "+s";
    out->n_children = 1;
    out->children = &one.child_type_pointer;
    out->release = &ReleaseSchema;
    return 0;
  }
  static int GetNext(ArrowArrayStream* stream, ArrowArray* out) {
    OneColumn& one = Of(stream);
    *out = {};
    if (std::exchange(one.sent, true)) return 0;
    one.child.length = one.child_length == 0 ? one.rows : one.child_length;
    one.child.null_count = -1;
    one.child.offset = 1;
    one.child.n_buffers = static_cast<int64_t>(one.buffers.size());
    one.child.buffers = one.buffers.data();
    one.child.release = &ReleaseArray;
    out->length = one.rows;
    out->n_buffers = 1;
    out->buffers = &one.no_validity;
    out->n_children = 1;
    out->children = &one.child_pointer;
    out->release = &ReleaseArray;
    return 0;
  }
  static const char* GetLastError(ArrowArrayStream*) { return nullptr; }
  static void Release(ArrowArrayStream* stream) { stream->release = nullptr; }

  Reader Open() {
    ArrowArrayStream stream = {&GetSchema, &GetNext, &GetLastError, &Release, this};
    return Reader("in", &stream);
  }
};

// Rows 1 and 2 of `values`; row 2 is null when `second_null`.
template <typename T>
std::vector<int64_t> Integers(const std::string& format, const std::vector<T>& values,
                              bool second_null = false) {
  const uint8_t validity = second_null ? 0b0011 : 0b0111;
  OneColumn one{format, {&validity, values.data()}, 2};
  Reader reader = one.Open();
  EXPECT_TRUE(reader.Next());
  const AnyView view = reader.Any("c");
  std::vector<int64_t> read;
  for (size_t i = 0; i < view.size(); ++i) {
    const Value value = view.Value(i);
    read.push_back(value.index() == 0 ? -999 : std::get<int64_t>(value));
  }
  return read;
}

TEST(ReaderTest, IntegersOfEveryWidth) {
  EXPECT_THAT(Integers<int8_t>("c", {1, -2, 3}), ElementsAre(-2, 3));
  EXPECT_THAT(Integers<uint8_t>("C", {1, 200, 3}), ElementsAre(200, 3));
  EXPECT_THAT(Integers<int16_t>("s", {1, -2, 3}), ElementsAre(-2, 3));
  EXPECT_THAT(Integers<uint16_t>("S", {1, 60000, 3}), ElementsAre(60000, 3));
  EXPECT_THAT(Integers<int32_t>("i", {1, -2, 3}), ElementsAre(-2, 3));
  EXPECT_THAT(Integers<uint32_t>("I", {1, 4'000'000'000, 3}), ElementsAre(4'000'000'000, 3));
  EXPECT_THAT(Integers<int64_t>("l", {1, INT64_MIN, 3}, true), ElementsAre(INT64_MIN, -999));
  EXPECT_THAT(Integers<uint64_t>("L", {1, 5, UINT64_MAX}, true), ElementsAre(5, -999));
  EXPECT_THROW(Integers<uint64_t>("L", {1, 5, UINT64_MAX}), Error);
}

TEST(ReaderTest, TimesOfEveryUnitAreMicroseconds) {
  EXPECT_THAT(Integers<int64_t>("tsu:", {0, 7, -7}), ElementsAre(7, -7));
  EXPECT_THAT(Integers<int64_t>("tsu:UTC", {0, 7, -7}), ElementsAre(7, -7));
  EXPECT_THAT(Integers<int64_t>("tss:", {0, 7, -7}), ElementsAre(7'000'000, -7'000'000));
  EXPECT_THAT(Integers<int64_t>("tsm:Asia/Jerusalem", {0, 7, -7}), ElementsAre(7000, -7000));
  // Towards the past, on both sides of 1970.
  EXPECT_THAT(Integers<int64_t>("tsn:", {0, 1999, -1}), ElementsAre(1, -1));
  EXPECT_THAT(Integers<int64_t>("tDm", {0, 7, -7}), ElementsAre(7000, -7000));
  EXPECT_THROW(Integers<int64_t>("tss:", {0, INT64_MAX, 0}), Error);
  EXPECT_THAT(Integers<int32_t>("tdD", {0, 19'000, -1}), ElementsAre(19'000, -1));
}

TEST(ReaderTest, DecimalsOfEveryWidth) {
  EXPECT_THAT(Integers<int32_t>("d:9,2,32", {0, 150, -1}), ElementsAre(150, -1));
  EXPECT_THAT(Integers<int64_t>("d:18,2,64", {0, 150, -1}), ElementsAre(150, -1));
  EXPECT_THAT(Integers<detail::Int128>("d:18,2", {{0, 0}, {150, 0}, {-1, -1}}),
              ElementsAre(150, -1));
  EXPECT_THAT(Integers<detail::Int128>("d:38,0,128", {{0, 0}, {INT64_MIN, -1}, {0, 7}}, true),
              ElementsAre(INT64_MIN, -999));
  // More than 64 bits, on both sides.
  EXPECT_THROW(Integers<detail::Int128>("d:38,0", {{0, 0}, {0, 1}, {0, 0}}), Error);
  EXPECT_THROW(Integers<detail::Int128>("d:38,0", {{0, 0}, {-1, 0}, {0, 0}}), Error);
  EXPECT_THROW(Integers<detail::Int128>("d:38,0", {{0, 0}, {5, -1}, {0, 0}}), Error);
}

TEST(ReaderTest, DecimalsSayTheirScaleAndAreNumbersToo) {
  const std::vector<detail::Int128> values = {{0, 0}, {150, 0}, {-225, -1}};
  OneColumn one{"d:18,2", {nullptr, values.data()}, 2};
  Reader reader = one.Open();
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(reader.TypeOf("c"), Type::kDecimal);
  EXPECT_EQ(reader.ScaleOf("c"), 2);
  EXPECT_EQ(reader.Decimal("c").scale(), 2);
  EXPECT_THAT(reader.Decimal("c").values(), ElementsAre(150, -225));
  EXPECT_THAT(reader.Number("c").values(), ElementsAre(1.5, -2.25));
  EXPECT_FALSE(reader.Number("c").has_nulls());
  EXPECT_FALSE(reader.Next());
  EXPECT_EQ(reader.rows(), 0u);
}

TEST(ReaderTest, DoublesAndBools) {
  const std::vector<double> doubles = {0, 0.5, -1};
  OneColumn wide{"g", {nullptr, doubles.data()}, 2};
  Reader reader = wide.Open();
  ASSERT_TRUE(reader.Next());
  EXPECT_THAT(reader.Double("c").values(), ElementsAre(0.5, -1.0));
  EXPECT_EQ(reader.Double("c").values().data(), &doubles[1]) << "copied for nothing";

  const std::vector<float> floats = {0, 0.5, -1};
  OneColumn narrow{"f", {nullptr, floats.data()}, 2};
  Reader of_floats = narrow.Open();
  ASSERT_TRUE(of_floats.Next());
  EXPECT_THAT(of_floats.Double("c").values(), ElementsAre(0.5, -1.0));

  const uint8_t bits = 0b010;
  const uint8_t validity = 0b011;
  OneColumn truth{"b", {&validity, &bits}, 2};
  Reader of_bools = truth.Open();
  ASSERT_TRUE(of_bools.Next());
  const Bools view = of_bools.Bool("c");
  EXPECT_EQ(view.at(0), true);
  EXPECT_EQ(view.at(1), std::nullopt);
  EXPECT_THROW(view.at(2), Error);
}

TEST(ReaderTest, TextsOfBothWidths) {
  const std::string bytes = "xyzש";
  const std::vector<int32_t> narrow = {0, 1, 3, 5};
  const std::vector<int64_t> wide = {0, 1, 3, 5};
  for (const auto& [format, ends] :
       {std::pair<const char*, const void*>{"u", narrow.data()}, {"U", wide.data()}}) {
    OneColumn one{format, {nullptr, ends, bytes.data()}, 2};
    Reader reader = one.Open();
    ASSERT_TRUE(reader.Next());
    const TextView view = reader.Text("c");
    EXPECT_EQ(view[0], "yz");
    EXPECT_EQ(view.at(1), "ש");
    EXPECT_THROW(view.at(2), Error);
    EXPECT_FALSE(view.IsDictionary());
  }
}

TEST(ReaderTest, DictionariesOfEveryWidth) {
  const std::string bytes = "wonlost";
  const std::vector<int32_t> ends = {0, 3, 7};
  const void* buffers[] = {nullptr, ends.data(), bytes.data()};
  ArrowArray dictionary{};
  dictionary.length = 2;
  dictionary.n_buffers = 3;
  dictionary.buffers = buffers;
  ArrowSchema type{};
  type.format = "u";
  const auto read = [&](const std::string& format, const void* codes) {
    const uint8_t validity = 0b1011;
    OneColumn one{format, {&validity, codes}, 3};
    one.child_type.dictionary = &type;
    one.child.dictionary = &dictionary;
    Reader reader = one.Open();
    EXPECT_TRUE(reader.Next());
    const TextView view = reader.Text("c");
    EXPECT_TRUE(view.IsDictionary());
    EXPECT_EQ(view.dictionary_size(), 2u);
    EXPECT_EQ(view.dictionary(1), "lost");
    EXPECT_EQ(view.at(0), "lost");
    EXPECT_EQ(view.at(1), std::nullopt);
    EXPECT_EQ(view[2], "won");
    EXPECT_THAT(view.codes(), ElementsAre(1, 0, 0));
  };
  // The null's code points nowhere, which is allowed.
  read("c", std::vector<int8_t>{9, 1, -9, 0}.data());
  read("C", std::vector<uint8_t>{9, 1, 99, 0}.data());
  read("s", std::vector<int16_t>{9, 1, -9, 0}.data());
  read("S", std::vector<uint16_t>{9, 1, 99, 0}.data());
  read("i", std::vector<int32_t>{9, 1, -9, 0}.data());
  read("I", std::vector<uint32_t>{9, 1, 99, 0}.data());
  read("l", std::vector<int64_t>{9, 1, -9, 0}.data());
  EXPECT_THROW(read("C", std::vector<uint8_t>{9, 2, 0, 0}.data()), Error);
  EXPECT_THROW(read("c", std::vector<int8_t>{9, -1, 0, 0}.data()), Error);
}

TEST(ReaderTest, ValuesThatAreNotAlignedAreCopied) {
  alignas(8) char bytes[40] = {};
  const int64_t values[] = {5, 6};
  std::memcpy(bytes + 8 + 3, values, sizeof(values));
  OneColumn one{"l", {nullptr, bytes + 3}, 2};
  Reader reader = one.Open();
  ASSERT_TRUE(reader.Next());
  EXPECT_THAT(reader.Int64("c").values(), ElementsAre(5, 6));
}

TEST(ReaderTest, TypesThatModelsDoNotReadAreNamed) {
  for (const char* format : {"+l", "z", "n", "tdm", "ttu", "d:9,2,256", "d:9", "tsx:", "vu", ""}) {
    const uint64_t nothing[4] = {};
    OneColumn one{format, {nullptr, nothing}, 2};
    Reader reader = one.Open();
    ASSERT_TRUE(reader.Next());
    try {
      reader.Any("c");
      ADD_FAILURE() << format << " was read";
    } catch (const Error& e) {
      EXPECT_THAT(e.what(), HasSubstr("of a type not known here (Arrow '" + std::string(format)));
    }
    EXPECT_THROW(reader.Int64("c"), Error);
    EXPECT_THROW(reader.Number("c"), Error);
  }
}

TEST(ReaderTest, BatchesThatAreNotAsTheSchemaSaysAreRefused) {
  const uint64_t nothing[4] = {};
  OneColumn one{"l", {nullptr, nothing}, 2, 1};
  Reader reader = one.Open();
  EXPECT_THROW(reader.Next(), Error);
  OneColumn bare{"l", {nullptr}, 2};
  Reader of_bare = bare.Open();
  ASSERT_TRUE(of_bare.Next());
  EXPECT_THROW(of_bare.Int64("c"), Error);
}

TEST(ReaderTest, DurationsMayBePlainIntegers) {
  const std::vector<int64_t> values = {0, 5, 6};
  for (const char* format : {"l", "tDu"}) {
    OneColumn one{format, {nullptr, values.data()}, 2};
    Reader reader = one.Open();
    ASSERT_TRUE(reader.Next());
    EXPECT_THAT(reader.Duration("c").values(), ElementsAre(5, 6));
  }
}

// Streams of the columns' own, read back.
TEST(ColumnTest, EveryTypeComesBackAcrossBatches) {
  const size_t rows = 2 * detail::kBatchRows + 3;
  std::vector<std::unique_ptr<Column>> columns;
  const Type types[] = {Type::kBool, Type::kInt64,     Type::kDouble,   Type::kString,
                        Type::kDate, Type::kTimestamp, Type::kDuration, Type::kDecimal};
  const auto value = [](Type type, size_t i) -> Value {
    if (i % 7 == 3) return {};
    const auto number = static_cast<int64_t>(i) - 5;
    if (type == Type::kBool) return i % 3 == 0;
    if (type == Type::kDouble) return static_cast<double>(number) / 2;
    if (type == Type::kString) return std::to_string(number);
    return number;
  };
  for (const Type type : types) {
    columns.push_back(detail::MakeColumn(detail::TypeName(type), type, 3));
    for (size_t i = 0; i < rows; ++i) columns.back()->AppendValue(value(type, i));
  }
  ArrowArrayStream stream{};
  detail::TableStream::Export(std::move(columns), &stream);
  Reader reader("out", &stream);
  size_t row = 0;
  std::vector<size_t> batches;
  for (; reader.Next(); row += reader.rows()) {
    batches.push_back(reader.rows());
    for (const Type type : types) {
      const AnyView view = reader.Any(detail::TypeName(type));
      ASSERT_EQ(view.type(), type);
      for (size_t i = 0; i < reader.rows(); ++i) {
        ASSERT_EQ(view.Value(i), value(type, row + i)) << detail::TypeName(type) << row + i;
      }
    }
  }
  EXPECT_THAT(batches, ElementsAre(detail::kBatchRows, detail::kBatchRows, 3));
  EXPECT_EQ(reader.ScaleOf("decimal"), 3);
}

// The numbers from 0, and a stream of them in batches.
Reader NumbersFromZero(size_t rows, std::string failure = "") {
  testing::Table table;
  std::vector<std::optional<int64_t>> numbers;
  for (size_t i = 0; i < rows; ++i) numbers.push_back(static_cast<int64_t>(i));
  table.Int64("n", numbers);
  ArrowArrayStream stream{};
  testing::detail::TableStream::Export(
      std::make_unique<testing::detail::TableStream>(table, 10, std::move(failure)), &stream);
  return Reader("in", &stream);
}

TEST(ReaderTest, BatchesFetchedAheadComeInTheirOrder) {
  Reader reader = NumbersFromZero(35);
  EXPECT_EQ(reader.FetchAhead(), 10u);
  EXPECT_EQ(reader.FetchAhead(), 10u);
  std::vector<int64_t> firsts;
  for (int i = 0; i < 3; ++i) {  // the third is fetched by Next itself
    ASSERT_TRUE(reader.Next());
    firsts.push_back(reader.Int64("n")[0]);
  }
  EXPECT_EQ(reader.FetchAhead(), 5u);
  EXPECT_EQ(reader.FetchAhead(), 0u);
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(reader.rows(), 5u);
  firsts.push_back(reader.Int64("n")[0]);
  EXPECT_FALSE(reader.Next());
  EXPECT_FALSE(reader.Next());
  EXPECT_THAT(firsts, ElementsAre(0, 10, 20, 30));
}

TEST(ReaderTest, OneThreadFetchesWhileAnotherReads) {
  Reader reader = NumbersFromZero(20'000);
  std::atomic<size_t> ready = 0;
  std::atomic<bool> ended = false;
  std::thread fetching([&] {
    while (reader.FetchAhead() > 0) ++ready;
    ended = true;
  });
  int64_t next = 0;
  for (size_t read = 0;; ++read) {
    while (read == ready && !ended) std::this_thread::yield();
    if (read == ready) break;
    ASSERT_TRUE(reader.Next());
    const auto n = reader.Int64("n");
    for (size_t i = 0; i < n.size(); ++i) ASSERT_EQ(n[i], next++);
  }
  fetching.join();
  EXPECT_EQ(next, 20'000);
}

TEST(ReaderTest, AFailureComesOutWhereItIsFetched) {
  Reader reader = NumbersFromZero(15, "the engine is gone");
  size_t fetched = 0;
  try {
    while (const size_t rows = reader.FetchAhead()) fetched += rows;
    FAIL() << "expected an error";
  } catch (const Error& e) {
    EXPECT_THAT(e.what(), HasSubstr("the engine is gone"));
  }
  // What came before it can be read.
  size_t read = 0;
  while (read < fetched && reader.Next()) read += reader.rows();
  EXPECT_EQ(read, fetched);
}

TEST(ColumnTest, RefusesValuesOfAnotherType) {
  EXPECT_THROW(detail::MakeColumn("a", Type::kInt64, 0)->AppendValue(0.5), Error);
  EXPECT_THROW(detail::MakeColumn("a", Type::kString, 0)->AppendValue(int64_t{5}), Error);
  EXPECT_THROW(detail::MakeColumn("a", Type::kBool, 0)->AppendValue(int64_t{1}), Error);
}

}  // namespace
}  // namespace madad::sdk
