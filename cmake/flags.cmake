# Flags and sanitizers as interface targets, so that a target says what it wants and nothing leaks by directory.

find_program(DOCKET_CCACHE ccache)
if(DOCKET_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${DOCKET_CCACHE}")
endif()

add_library(docket_flags INTERFACE)
target_include_directories(docket_flags INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(docket_flags INTERFACE
    -Wall -Wextra -Werror -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast
    -Wcast-qual -Wimplicit-fallthrough -Wswitch -fstack-protector-strong)
# Tables of addresses are read-only before main, and no stack holds code; tests/check-hardening looks.
target_link_options(docket_flags INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 reports these inside inlined standard library code of coroutines; they are not ours to mend.
    target_compile_options(docket_flags INTERFACE -Wno-maybe-uninitialized -Wno-dangling-pointer -Wno-restrict -Wno-tsan
        # Optimised, it inlines one half of Asio's allocation of coroutine frames and misses the other.
        $<$<CONFIG:Release>:-Wno-mismatched-new-delete>)
endif()

add_library(docket_sanitize INTERFACE)
if(DOCKET_SANITIZE)
    target_compile_options(docket_sanitize INTERFACE -fsanitize=${DOCKET_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(docket_sanitize INTERFACE -fsanitize=${DOCKET_SANITIZE})
endif()
target_link_libraries(docket_flags INTERFACE docket_sanitize)

# The files built round Beast cost minutes under UBSan and hold no arithmetic of ours: see design notes in README.
function(docket_without_ubsan)
    if(DOCKET_SANITIZE MATCHES "undefined")
        set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS "-fno-sanitize=undefined")
    endif()
endfunction()
