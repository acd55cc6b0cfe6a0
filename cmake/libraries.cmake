# Every library we stand on, from Debian 12's packages. Names end in the targets that our folders link.

find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(Boost 1.81 REQUIRED)  # headers only: Asio and Beast
find_package(nlohmann_json 3.11 REQUIRED)
find_package(SQLiteCpp 3.2 REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(tl-expected REQUIRED)
find_package(CLI11 REQUIRED)
find_package(date REQUIRED)
find_package(simdjson REQUIRED)
find_package(prometheus-cpp REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
if(DOCKET_TESTS)
    find_package(Catch2 2.13 REQUIRED)
endif()

# Asio, Beast and OpenSSL glue compiled once instead of in every file that waits.
add_library(docket_asio STATIC "${PROJECT_SOURCE_DIR}/cmake/asio.cpp")
target_link_libraries(docket_asio PUBLIC Boost::headers OpenSSL::SSL OpenSSL::Crypto Threads::Threads docket_sanitize)
target_compile_definitions(docket_asio PUBLIC
    BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED BOOST_ERROR_CODE_HEADER_ONLY)
