// Pipeline: what is open, what it is worth, and how it moves.
#include "declare.h"

namespace {

void Declare(pipeline::sdk::Plugin& p) {
  pipeline::DeclareOpen(p);
  pipeline::DeclareClosed(p);
  pipeline::DeclareVelocity(p);
}

}  // namespace

MADAD_PLUGIN(Declare);
