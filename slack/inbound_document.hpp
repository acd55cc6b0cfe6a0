#pragma once

#include <simdjson.h>
#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

/// What Slack sends, read by simdjson, which is many times quicker than building a tree: most of a request is looked at
/// by nobody. Only for the .cpp files of slack/inbound, so that simdjson's header is met in few places.
namespace docket::slack::fields {

/// A place in a document; nothing where there is none. Lives as long as its document. The functions below read it as
/// those of inbound_fields.hpp read a tree.
using element = std::optional<simdjson::dom::element>;

class document {
public:
    /// Nothing when the text is no JSON (UTF-8 included) or nested deeper than 200.
    static std::optional<document> parse(std::string_view text);

    [[nodiscard]] element root() const { return root_; }

private:
    document(std::unique_ptr<simdjson::dom::parser> parser, simdjson::dom::element root)
        : parser_(std::move(parser)), root_(root)
    {
    }

    std::unique_ptr<simdjson::dom::parser> parser_;  // owns what elements point into
    simdjson::dom::element root_;
};

[[nodiscard]] bool is_object(const element& from);
[[nodiscard]] element at(const element& from, std::string_view key);
[[nodiscard]] element first(const element& from, std::string_view key);
[[nodiscard]] std::string text(const element& from, std::string_view key);
[[nodiscard]] bool flag(const element& from, std::string_view key);
[[nodiscard]] std::int64_t number(const element& from, std::string_view key);

/// The same as a tree, for what is read in many places; null for nothing. Without members named "blocks": they show
/// what the fields beside them say, and nobody here reads them.
[[nodiscard]] nlohmann::json tree(const element& from);

}  // namespace docket::slack::fields
