#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace docket::tests {

/// A folder that goes with its owner.
class scratch_folder {
public:
    scratch_folder()
    {
        auto name = (std::filesystem::temp_directory_path() / "docket-test-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw std::runtime_error("no temporary folder");
        path_ = name;
    }
    ~scratch_folder()
    {
        std::error_code ignored;  // a test's leavings are no reason to fail it
        std::filesystem::remove_all(path_, ignored);
    }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace docket::tests
