// A model, start to finish: how many leads each owner has.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include <madad/sdk/model.h>

namespace example {

class OwnerLoad {
 public:
  // What people see, and what a catalog may set. A member's own value is the default.
  static void Declare(madad::sdk::ModelSpec<OwnerLoad>& m) {
    m.Label("Leads by owner").Description("How many leads each owner has, and when the last came.");
    m.Param("min_leads", &OwnerLoad::min_leads_, "Owners with fewer leads are left out.").Min(1);
  }

  // What it reads and makes. The server finds the columns, and checks that these are what comes.
  void Shape(madad::sdk::Shape& s) const {
    using madad::sdk::Type;
    s.Input("leads")
        .Table("leads")
        .Dimension("owner")
        .Type(Type::kString)
        .Column("created_at")
        .Type(Type::kTimestamp);
    s.Output("load")
        .Key("owner")
        .Column("owner", Type::kString)
        .Column("leads", Type::kInt64, "How many.")
        .Column("newest_at", Type::kTimestamp, "When the last came; null: nobody knows.");
  }

  void Compute(const madad::sdk::Call& call, madad::sdk::Readers& in, madad::sdk::Writers& out) {
    madad::sdk::Reader& leads = in["leads"];
    while (leads.Next()) {
      call.Check();
      const auto owner = leads.Text("owner");
      const auto created = leads.Timestamp("created_at");
      for (size_t i = 0; i < leads.rows(); ++i) {
        if (!owner.valid(i)) continue;
        Load& load = loads_[std::string(owner[i])];
        ++load.leads;
        // Of optionals, the empty one is the smallest.
        load.newest = std::max(load.newest, created.at(i));
      }
    }
    for (const auto& [owner, load] : loads_) {
      if (load.leads < min_leads_) continue;
      out["load"].Text("owner").Append(owner);
      out["load"].Int64("leads").Append(load.leads);
      out["load"].Timestamp("newest_at").Append(load.newest);
      out["load"].EndRow();
    }
  }

 private:
  struct Load {
    int64_t leads = 0;
    std::optional<int64_t> newest;
  };

  int64_t min_leads_ = 1;
  std::map<std::string, Load> loads_;
};

}  // namespace example
