#pragma once

#include <string>
#include <vector>

namespace docket::storage {

struct migration {
    int version;
    std::string name;
    std::string sql;
};

/// storage/migrations/NNNN_name.sql in order of version, embedded at build.
std::vector<migration> known_migrations();

}  // namespace docket::storage
