#pragma once

#include <catch2/catch.hpp>

#include <unistd.h>
#include <array>
#include <cstdio>
#include <string>

namespace docket::tests {

/// What is written to stderr while this lives.
class caught_errors {
public:
    caught_errors()
    {
        std::fflush(stderr);
        REQUIRE(file_ != nullptr);
        REQUIRE(before_ >= 0);
        ::dup2(::fileno(file_), STDERR_FILENO);
    }
    caught_errors(const caught_errors&) = delete;
    caught_errors& operator=(const caught_errors&) = delete;
    ~caught_errors()
    {
        std::fflush(stderr);
        ::dup2(before_, STDERR_FILENO);
        ::close(before_);
        std::fclose(file_);
    }

    [[nodiscard]] std::string text() const
    {
        std::fflush(stderr);
        std::string all;
        std::array<char, 4096> part{};
        off_t from = 0;
        for (ssize_t n = 0; (n = ::pread(::fileno(file_), part.data(), part.size(), from)) > 0; from += n)
            all.append(part.data(), static_cast<std::size_t>(n));
        return all;
    }

private:
    std::FILE* file_ = std::tmpfile();
    int before_ = ::dup(STDERR_FILENO);
};

}  // namespace docket::tests
