// A sound model that learns, the smallest that is of use: how often leads of a source are won.
#include <cstdint>
#include <map>
#include <sstream>
#include <string>
#include <string_view>

#include <madad/sdk/plugin.h>

namespace sdk = madad::sdk;

namespace {

// What it learns: of each source how many leads there are, and how many of them were won.
struct Rates {
  struct Group {
    int64_t leads = 0;
    int64_t won = 0;
  };
  Group all;
  std::map<std::string, Group> sources;

  double Of(const std::string& source) const {
    const auto group = sources.find(source);
    const Group& found = group == sources.end() ? all : group->second;
    return found.leads == 0 ? 0 : static_cast<double>(found.won) / static_cast<double>(found.leads);
  }

  // A line a source, behind a word that tells the bytes from others.
  std::string ToBytes() const {
    std::ostringstream out;
    out << "rates/1\n" << all.leads << ' ' << all.won << '\n';
    for (const auto& [source, group] : sources) {
      out << group.leads << ' ' << group.won << ' ' << source << '\n';
    }
    return out.str();
  }
  static Rates From(std::string_view bytes) {
    std::istringstream in{std::string(bytes)};
    std::string word;
    Rates rates;
    if (!(in >> word >> rates.all.leads >> rates.all.won) || word != "rates/1") {
      throw sdk::Error(MADAD_DATA_LOSS, "the artifact is none of this model's");
    }
    for (Group group; in >> group.leads >> group.won;) {
      std::string source;
      std::getline(in >> std::ws, source);
      rates.sources[source] = group;
    }
    return rates;
  }
};

class WinRates {
 public:
  static void Declare(sdk::ModelSpec<WinRates>& m) {
    m.Label("Win rates by source");
    m.Param("min_leads", &WinRates::min_leads_, "Fewer leads teach it nothing.").Min(1);
  }

  void Shape(sdk::Shape& s) const {
    s.Input("leads")
        .Table("leads")
        .Column("lead_id")
        .Column("source")
        .Type(sdk::Type::kString)
        .Column("won_at")
        .Type(sdk::Type::kTimestamp)
        .Optional()
        .FromRequest();
    s.Output("scores")
        .Entity("lead")
        .Key("lead_id")
        .Like("lead_id", "leads.lead_id")
        .Column("score", sdk::Type::kDouble, "The share of its source's leads that were won.");
  }

  sdk::Trained Train(const sdk::Call& call, sdk::Readers& in, std::string_view previous) {
    Rates rates;
    sdk::Reader& leads = in["leads"];
    while (leads.Next()) {
      call.Check();
      const auto source = leads.Text("source");
      const auto won = leads.Timestamp("won_at");
      for (size_t i = 0; i < leads.rows(); ++i) {
        Rates::Group& group = rates.sources[source.valid(i) ? std::string(source[i]) : "(none)"];
        for (Rates::Group* one : {&rates.all, &group}) {
          ++one->leads;
          if (won.valid(i)) ++one->won;
        }
      }
    }
    if (rates.all.leads < min_leads_) {
      throw sdk::Error(MADAD_FAILED_PRECONDITION,
                       "there are " + std::to_string(rates.all.leads) + " leads, expected " +
                           std::to_string(min_leads_),
                       MADAD_SOURCE_DATA);
    }
    sdk::Trained trained{.bytes = rates.ToBytes()};
    trained.Report(
        {{"leads", sdk::Json(rates.all.leads)}, {"win_rate", sdk::Json(rates.Of("(all)"))}});
    const int64_t before = previous.empty() ? 0 : Rates::From(previous).all.leads;
    if (rates.all.leads < before) trained.Keep("learned from fewer leads");
    return trained;
  }

  void Apply(const sdk::Call& call, std::string_view artifact, sdk::Readers& in,
             sdk::Writers& out) {
    const Rates rates = Rates::From(artifact);
    sdk::Reader& leads = in["leads"];
    while (leads.Next()) {
      call.Check();
      const auto id = leads.Any("lead_id");
      const auto source = leads.Text("source");
      for (size_t i = 0; i < leads.rows(); ++i) {
        out["scores"].Any("lead_id").AppendValue(id.Value(i));
        out["scores"].Double("score").Append(
            rates.Of(source.valid(i) ? std::string(source[i]) : "(none)"));
        out["scores"].EndRow();
      }
    }
  }

 private:
  int64_t min_leads_ = 1;
};

void Declare(sdk::Plugin& p) { p.Model<WinRates>("learns.win_rates"); }

}  // namespace

MADAD_PLUGIN(Declare);
