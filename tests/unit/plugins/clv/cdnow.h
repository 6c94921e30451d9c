// The CDNOW transactions, for the tests of customer values.
#pragma once

#include <cmath>
#include <cstdint>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <madad/sdk/testing/fake_host.h>

#include "orders/day.h"
#include "orders/purchase_log.h"
#include "support/real_data.h"

namespace clv {

// Orders as the file has them: dates as numbers such as 19970101, dollars with two decimals.
struct Orders {
  madad::sdk::testing::Values<std::string> customers;
  madad::sdk::testing::Values<int64_t> days, cents;

  void Add(const std::string& customer, const std::string& date, const std::string& dollars) {
    customers.push_back(customer);
    days.push_back(ParseDay(date.substr(0, 4) + "-" + date.substr(4, 2) + "-" + date.substr(6, 2)));
    cents.push_back(std::llround(std::stod(dollars) * 100));
  }
  madad::sdk::testing::Table ToTable() const {
    madad::sdk::testing::Table table;
    table.Text("customer_id", customers).Date("ordered_at", days).Decimal("revenue", 2, cents);
    return table;
  }
};

// The usual tenth: master id, sample id, date, CDs, dollars.
inline Orders CdnowSample() {
  std::ifstream file(madad::testing::RealData("cdnow/CDNOW_sample.txt"));
  Orders orders;
  std::string master, sample, date, cds, dollars;
  while (file >> master >> sample >> date >> cds >> dollars) orders.Add(sample, date, dollars);
  return orders;
}

// All customers: id, date, CDs, dollars, after a header.
inline Orders CdnowMaster() {
  std::ifstream file(madad::testing::RealData("cdnow/CDNOW_master.txt"));
  Orders orders;
  std::string id, date, cds, dollars;
  std::getline(file, id);
  while (file >> id >> date >> cds >> dollars) orders.Add(id, date, dollars);
  return orders;
}

inline constexpr char kCalibrationEnd[] = "1997-09-30";

// The log of the orders up to the end of the usual calibration period, as the model reads it.
inline PurchaseLog LogOf(const Orders& orders, const std::string& until = "") {
  OrderOptions options;
  options.observed_until = until;
  ArrowArrayStream stream{};
  madad::sdk::testing::detail::TableStream::Export(
      std::make_unique<madad::sdk::testing::detail::TableStream>(orders.ToTable(), 1000, ""),
      &stream);
  madad::sdk::Reader reader("orders", &stream);
  return ReadOrders(options, madad::sdk::Call(nullptr, nullptr), reader);
}

}  // namespace clv
