#include "tests/fuzz/fuzz.hpp"

// Where libFuzzer comes in; it has main().

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    docket::fuzz::examine({reinterpret_cast<const char*>(data), size});
    return 0;
}
