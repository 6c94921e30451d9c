// Orders as purchases: days of a zone, merging, refunds, and what is left out.
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orders/day.h"
#include "orders/purchase_log.h"
#include "unit/plugins/clv/cdnow.h"

namespace clv {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Microseconds of an instant in UTC.
int64_t At(const std::string& day, double hour = 0) {
  return ParseDay(day) * int64_t{86'400'000'000} + std::llround(hour * 3'600'000'000);
}

TEST(DayTest, OtherTextsAreRefused) {
  for (const char* text : {"2024-02-30", "2024-1-01", "20240101", "", "2024-01-01x"}) {
    EXPECT_THROW(ParseDay(text), std::invalid_argument) << text;
  }
}

// Rows of orders at instants.
struct Rows {
  madad::sdk::testing::Values<std::string> customers, currencies;
  madad::sdk::testing::Values<int64_t> times, cents, margins;

  void Add(std::optional<std::string> customer, std::optional<int64_t> time,
           std::optional<int64_t> amount) {
    customers.push_back(std::move(customer));
    times.push_back(time);
    cents.push_back(amount);
  }
  madad::sdk::testing::Table ToTable() const {
    madad::sdk::testing::Table table;
    table.Text("customer_id", customers)
        .Timestamp("ordered_at", times)
        .Decimal("revenue", 2, cents);
    if (!margins.empty()) table.Decimal("margin", 3, margins);
    if (!currencies.empty()) table.Dictionary("currency", currencies);
    return table;
  }
};

PurchaseLog Read(const Rows& rows, const std::string& as_of_day = "2024-03-31",
                 const OrderOptions& options = {}, bool two_hours_ahead = false) {
  madad_call call{};
  call.size = sizeof(madad_call);
  call.deadline_mono_ns = INT64_MAX;
  call.as_of_us = At(as_of_day, 23);
  if (two_hours_ahead) {
    call.local_days = [](void*, const int64_t* instants, size_t n, int32_t* days) {
      for (size_t i = 0; i < n; ++i) {
        days[i] = static_cast<int32_t>((instants[i] + 7'200'000'000) / 86'400'000'000);
      }
    };
  }
  ArrowArrayStream stream{};
  madad::sdk::testing::detail::TableStream::Export(
      std::make_unique<madad::sdk::testing::detail::TableStream>(rows.ToTable(), 2, ""), &stream);
  madad::sdk::Reader reader("orders", &stream);
  return ReadOrders(options, madad::sdk::Call(nullptr, &call), reader);
}

std::vector<std::string> Codes(const PurchaseLog& log) {
  std::vector<std::string> codes;
  for (const sdk::Note& note : log.notes.all())
    codes.push_back(note.code + " " + std::to_string(note.count));
  return codes;
}

// The history at the end of March 2024, and spend: x, t_x, T, first, repeated.
std::vector<int64_t> Figures(const PurchaseLog& log, size_t customer = 0) {
  const Summary summary = Summarise(log, log.last_day).at(customer);
  return {summary.history.x, summary.history.recency, summary.history.age, summary.first_amount,
          summary.repeat_amount};
}

TEST(OrdersTest, OrdersOfOneDayAreOnePurchase) {
  Rows rows;
  rows.Add("a", At("2024-01-01", 8), 1000);
  rows.Add("a", At("2024-01-01", 20), 250);
  rows.Add("a", At("2024-01-31", 8), 300);
  rows.Add("a", At("2024-01-31", 9), 400);
  rows.Add("b", At("2024-03-01", 9), 500);
  const PurchaseLog log = Read(rows);
  // 31 January is 30 days after the first, 31 March is 90.
  EXPECT_THAT(Figures(log), ElementsAre(1, 30, 90, 1250, 700));
  EXPECT_THAT(Figures(log, 1), ElementsAre(0, 0, 30, 500, 0));
  EXPECT_THAT(Codes(log), ElementsAre());
}

// 22:30 UTC is the next day where clocks are two hours ahead: there the orders are of one day.
TEST(OrdersTest, DaysAreThoseOfTheCalendar) {
  Rows rows;
  rows.Add("a", At("2024-01-01", 22.5), 1000);
  rows.Add("a", At("2024-01-02", 8), 1000);
  EXPECT_THAT(Figures(Read(rows)), ElementsAre(1, 1, 90, 1000, 1000));
  // as_of, 31 March 23:00 UTC, is 1 April there.
  EXPECT_THAT(Figures(Read(rows, "2024-03-31", {}, true)), ElementsAre(0, 0, 90, 2000, 0));
}

// On a day of its own a refund lowers the purchase before it; on a day with a purchase, that day's;
// before any purchase it is of one that nobody knows.
TEST(OrdersTest, RefundsLowerSpendAndAreNoPurchases) {
  Rows rows;
  rows.Add("a", At("2024-01-01", 8), -900);
  rows.Add("a", At("2024-01-02", 8), 1000);
  rows.Add("a", At("2024-01-05", 8), -100);
  rows.Add("a", At("2024-02-01", 8), 700);
  rows.Add("a", At("2024-02-01", 9), -200);
  rows.Add("a", At("2024-02-09", 8), -500);
  rows.Add("b", At("2024-02-09", 8), -500);
  const PurchaseLog log = Read(rows);
  EXPECT_THAT(Figures(log), ElementsAre(1, 30, 89, 900, 0));
  EXPECT_FALSE(Summarise(log, log.last_day)[1].is_customer);
  EXPECT_THAT(Codes(log), ElementsAre("REFUNDS 5"));
  // At the end of 3 February the later refund is not known.
  EXPECT_EQ(Summarise(log, ParseDay("2024-02-03"))[0].repeat_amount, 500);
}

TEST(OrdersTest, WhatIsLeftOutIsNoted) {
  Rows rows;
  rows.Add("a", At("2024-01-01", 8), 1000);
  rows.Add("a", At("2024-01-09", 8), 0);
  rows.Add("a", At("2024-01-10", 8), std::nullopt);
  rows.Add("a", At("2024-03-20", 8), 100);
  rows.Add("a", At("2024-03-31", 23.5), 100);
  rows.Add("a", At("2025-01-01", 8), 100);
  rows.Add("b", std::nullopt, 100);
  rows.Add(std::nullopt, At("2024-01-01", 8), 100);
  const PurchaseLog log = Read(rows);
  EXPECT_THAT(Figures(log), ElementsAre(2, 79, 90, 1000, 100));
  EXPECT_THAT(Codes(log),
              ElementsAre("ORDERS_INCOMPLETE 3", "ORDERS_IN_THE_FUTURE 2", "ORDERS_FREE 1"));
  OrderOptions options;
  options.observed_until = "2024-02-29";
  const PurchaseLog cut = Read(rows, "2024-03-31", options);
  EXPECT_THAT(Figures(cut), ElementsAre(1, 8, 59, 1000, 0));
  EXPECT_THAT(Codes(cut), ElementsAre("ORDERS_INCOMPLETE 3", "ORDERS_IN_THE_FUTURE 2",
                                      "ORDERS_NOT_OBSERVED 1", "ORDERS_FREE 1"));
}

std::string ErrorOf(const Rows& rows, const OrderOptions& options = {}) {
  try {
    Read(rows, "2024-03-31", options);
  } catch (const sdk::Error& e) {
    return e.what();
  }
  return "";
}

TEST(OrdersTest, CurrenciesAreNeverAdded) {
  Rows rows;
  rows.Add("a", At("2024-01-01", 8), 1000);
  rows.Add("b", At("2024-01-01", 8), 1000);
  rows.currencies = {"ILS", "USD"};
  EXPECT_THAT(ErrorOf(rows), HasSubstr("orders are in ILS and in USD"));
  rows.currencies = {"ILS", std::nullopt};
  EXPECT_THAT(ErrorOf(rows), HasSubstr("in ILS and in no currency"));
  rows.currencies = {"ILS", "ILS"};
  EXPECT_EQ(Read(rows).currency, "ILS");
}

TEST(OrdersTest, DaysAfterTheDataAreRefused) {
  OrderOptions options;
  options.observed_until = "2024-04-01";
  EXPECT_THAT(ErrorOf(Rows(), options), HasSubstr("the data is known up to 2024-03-31"));
}

TEST(OrdersTest, MarginIsThatOfRowsThatHaveBoth) {
  Rows rows;
  rows.Add("a", At("2024-01-01", 8), 1000);
  rows.Add("b", At("2024-01-01", 8), 3000);
  rows.Add("c", At("2024-01-01", 8), 7000);
  rows.margins = {5'000, 5'000, std::nullopt};  // 5.000 of 10.00, 5.000 of 30.00
  EXPECT_DOUBLE_EQ(Read(rows).margin_share, 0.25);
}

TEST(OrdersTest, SumsThatOverflowAreRefused) {
  Rows rows;
  rows.Add("a", At("2024-01-01", 8), INT64_MAX);
  rows.Add("a", At("2024-01-01", 9), 1);
  EXPECT_THAT(ErrorOf(rows), HasSubstr("too large to be added up"));
}

}  // namespace
}  // namespace clv
