# Writes one file of the page as C++: cmake -DASSET=… -DNAME=… -DOUT=… -P embed.cmake
# As escapes of a string, which a compiler reads far faster than an array of numbers.
file(READ "${ASSET}" bytes HEX)
string(LENGTH "${bytes}" size)
math(EXPR size "${size} / 2")
string(REGEX REPLACE "(..)" "\\\\x\\1" text "${bytes}")
file(WRITE "${OUT}" "// Made from a file of the page when this was built.
#include <string_view>
namespace docket::slack::emulator::page {
extern const std::string_view ${NAME};
const std::string_view ${NAME}(\"${text}\", ${size});
}
")
