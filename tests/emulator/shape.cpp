#include "shape.hpp"

#include <optional>

namespace emulator_tests {

namespace {

std::set<std::string> compared(const json& sample, const json& ours, const std::string& path, int ids);

/// How many levels of keys that are ids stand at a path.
int levels_of_ids(const std::string& path)
{
    if (path.ends_with("/state/values"))
        return 2;
    return path.ends_with("/shares/public") || path.ends_with("/shares/private") ? 1 : 0;
}

std::set<std::string> compared_members(const json& sample, const json& ours, const std::string& path)
{
    std::set<std::string> found;
    for (const auto& [key, value] : sample.items()) {
        const auto below = path + "/" + key;
        if (!ours.contains(key))
            found.insert(below);
        else
            found.merge(compared(value, ours.at(key), below, levels_of_ids(below)));
    }
    return found;
}

/// Whether both are of a kind, by their `type` where the sample has one.
bool is_alike(const json& sample, const json& ours)
{
    const bool typed = sample.is_object() && ours.is_object() && sample.contains("type") && ours.contains("type");
    return std::string(sample.type_name()) == ours.type_name() && (!typed || sample.at("type") == ours.at("type"));
}

/// Each of the sample's items against the one of ours that is most like it.
std::set<std::string> compared_items(const json& sample, const json& ours, const std::string& path, int ids)
{
    std::set<std::string> found;
    if (!sample.empty() && ours.empty())
        found.insert(path);
    for (const auto& item : sample) {
        std::optional<std::set<std::string>> least;
        for (const auto& each : ours) {
            if (!is_alike(item, each))
                continue;
            auto lacks = compared(item, each, path, ids);
            if (!least || lacks.size() < least->size())
                least = std::move(lacks);
        }
        if (least)
            found.merge(*least);
    }
    return found;
}

std::set<std::string> compared(const json& sample, const json& ours, const std::string& path, int ids)
{
    if (sample.is_null() || ours.is_null())
        return {};
    if (std::string(sample.type_name()) != ours.type_name())
        return {path + ": " + sample.type_name() + ", not " + ours.type_name()};
    if (sample.is_array() || ids > 0)
        return compared_items(sample, ours, path + "/*", ids > 0 ? ids - 1 : 0);
    if (sample.is_object() && is_alike(sample, ours))
        return compared_members(sample, ours, path);
    return {};  // another kind of element in the same place
}

}  // namespace

std::set<std::string> missing(const json& sample, const json& ours)
{
    return compared(sample, ours, "", 0);
}

}  // namespace emulator_tests
