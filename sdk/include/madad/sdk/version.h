// The version of this SDK; a plugin's manifest carries it.
#pragma once

#define MADAD_SDK_VERSION "0.1.0"
