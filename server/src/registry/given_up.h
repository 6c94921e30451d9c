// Threads that did not come back out of a plugin.
#pragma once

#include <memory>

namespace madad::registry {

class Session;

// Never lets go of the library that `session` holds: a thread that was given up runs in it.
void KeepForever(std::shared_ptr<Session> session);

// Whether there ever was such a thread. A program that ends then leaves without destroying static
// objects: the thread may use its library's.
bool ThreadsWereGivenUp();

}  // namespace madad::registry
