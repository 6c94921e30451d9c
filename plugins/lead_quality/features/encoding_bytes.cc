// Encoders as bytes, and back.
#include <algorithm>
#include <utility>
#include <vector>

#include "features/encoding.h"

namespace lead_quality {

using Form = FeatureEncoding::Form;

void Encoder::Save(ByteWriter& bytes) const {
  bytes.U64(features_.size());
  for (const FeatureEncoding& e : features_) {
    bytes.Text(e.name);
    bytes.U64(static_cast<uint64_t>(e.kind));
    bytes.U64(static_cast<uint64_t>(e.form));
    bytes.U64((e.marks_absence ? 1 : 0) | (e.has_missing ? 2 : 0) | (e.has_other ? 4 : 0));
    bytes.Texts(e.levels);
    bytes.Double(e.usual);
    bytes.Double(e.missing);
    // In order, so that the same training gives the same bytes.
    std::vector<std::pair<std::string, double>> rates(e.rates.begin(), e.rates.end());
    std::sort(rates.begin(), rates.end());
    bytes.U64(rates.size());
    for (const auto& [value, logit] : rates) {
      bytes.Text(value);
      bytes.Double(logit);
    }
  }
}

Encoder::Encoder(ByteReader& bytes) {
  features_.resize(bytes.Count(8));
  for (FeatureEncoding& e : features_) {
    e.name = bytes.Text();
    const uint64_t kind = bytes.U64(), form = bytes.U64(), marks = bytes.U64();
    if (kind > static_cast<uint64_t>(FeatureKind::kText) || form > 2) {
      throw sdk::Error(MADAD_DATA_LOSS,
                       "the stored model encodes '" + e.name + "' in a way that is not known here",
                       MADAD_SOURCE_DATA);
    }
    e.kind = static_cast<FeatureKind>(kind);
    e.form = static_cast<Form>(form);
    e.marks_absence = (marks & 1) != 0;
    e.has_missing = (marks & 2) != 0;
    e.has_other = (marks & 4) != 0;
    e.levels = bytes.Texts();
    e.usual = bytes.Double();
    e.missing = bytes.Double();
    for (size_t left = bytes.Count(16); left > 0; --left) {
      std::string value = bytes.Text();
      e.rates.emplace(std::move(value), bytes.Double());
    }
  }
  MakeColumns();
}

}  // namespace lead_quality
