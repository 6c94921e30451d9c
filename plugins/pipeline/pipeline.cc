// Pipeline: what is open, what it is worth, and how it moves.
#include "bottleneck.h"
#include "declare.h"
#include "history.h"
#include "stage_dwell.h"

namespace {

void Declare(pipeline::sdk::Plugin& p) {
  pipeline::DeclareOpen(p);
  pipeline::DeclareClosed(p);
  pipeline::DeclareVelocity(p);
  pipeline::DeclareStages(p);
  pipeline::DeclareHistory(p);
  p.Model<pipeline::Bottleneck>("pipeline.bottleneck");
}

}  // namespace

MADAD_PLUGIN(Declare);
