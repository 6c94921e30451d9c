// Reads costs, customers and leads by source and month.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "budget_findings.h"
#include "rows.h"

namespace cac {

// What is read: parameters of the model.
struct BudgetScope {
  std::string by = "source";
  std::string category;
  std::string currency;
  int64_t months = 6;  // recent ones, and as many before
  int64_t lag = 0;     // months from a cost to its customers
  sdk::Duration window = sdk::Duration::Days(90);
};

class BudgetReader {
 public:
  // Lifetime: all outlive the reader.
  BudgetReader(const BudgetScope& scope, const sdk::Call& call, sdk::Notes& notes)
      : scope_(scope), call_(call), notes_(notes) {}

  // Reads the inputs `costs`, `customers` and `leads`. Notes say what is in no source.
  // Errors: MADAD_FAILED_PRECONDITION when the costs are in several currencies.
  void Read(sdk::Readers& in);

  // The sources that have a value, and their figures.
  std::vector<sdk::Value> Sources() const;
  std::vector<SourceFigures> Figures() const;
  // The month after the last of those compared, counted from January 1970: all are over at as_of,
  // which lies in the last day of one at least.
  int64_t end() const { return end_; }
  // Up to where the data is known.
  int64_t as_of() const { return as_of_; }

 private:
  struct Source {
    std::map<int64_t, int64_t> cost, customers;  // by month
    int64_t leads = 0;
    int64_t won = 0;
  };

  void SeeDay(int64_t day, int64_t instant);
  void ReadCosts(sdk::Reader& rows);
  void ReadCustomers(sdk::Reader& rows);
  void ReadLeads(sdk::Reader& rows);
  void NoteUnattributed();

  const BudgetScope& scope_;
  const sdk::Call& call_;
  sdk::Notes& notes_;
  std::map<sdk::Value, Source> sources_;
  int32_t scale_ = 0;
  int64_t newest_ = 0, newest_day_ = 0, as_of_ = 0, begin_ = 0, end_ = 0;
};

}  // namespace cac
