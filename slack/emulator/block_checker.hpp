#pragma once

#include "slack/emulator/block_rules.hpp"

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace docket::slack::emulator {

/// Which kinds of text object a place takes.
enum class text_kind { plain, any };

/// Where an element stands; not every element may stand everywhere.
enum class place { section, actions, input, context };

/// Walks through blocks and gathers complaints. One check per function; each says where with a JSON pointer.
class block_checker {
public:
    block_checker(surface where, bool knows_2026) : surface_(where), knows_2026_(knows_2026) {}

    void blocks(const nlohmann::json& blocks, const std::string& at);
    void view(const nlohmann::json& view);
    void option_list(const nlohmann::json& holder, const std::string& at, std::size_t most, text_kind text);
    void option_groups(const nlohmann::json& groups, const std::string& at);

    [[nodiscard]] std::vector<std::string> take() { return std::move(complaints_); }
    void complain(const std::string& what, const std::string& at);

private:
    using json = nlohmann::json;

    // Members: presence, type, length. Each answers whether the member is there and of the right type.
    bool object(const json& value, const std::string& at);
    void only(const json& value, const std::string& at, std::initializer_list<std::string_view> allowed);
    bool required(const json& value, const char* key, const std::string& at);
    bool text_member(
        const json& value, const char* key, const std::string& at, std::size_t most, text_kind kind, bool needed
    );
    bool string_member(
        const json& value, const char* key, const std::string& at, std::size_t least, std::size_t most, bool needed
    );
    void flag(const json& value, const char* key, const std::string& at);
    void number(const json& value, const char* key, const std::string& at, long least, long most);
    void one_of(
        const json& value, const char* key, const std::string& at, std::initializer_list<std::string_view> allowed
    );
    bool list(
        const json& value, const char* key, const std::string& at, std::size_t least, std::size_t most, bool needed
    );

    // Blocks, in block_rules.cpp.
    void block(const json& block, const std::string& at);
    void section(const json& block, const std::string& at);
    void input(const json& block, const std::string& at);
    void context(const json& block, const std::string& at);
    void rich_text(const json& block, const std::string& at);
    void rich_text_parts(const json& holder, const std::string& at);
    void video(const json& block, const std::string& at);
    void image_members(const json& image, const std::string& at);
    void elements(const json& block, const std::string& at, std::size_t most, place where);
    void unique_block_id(const json& block, const std::string& at);
    void only_on(std::initializer_list<surface> allowed, const json& block, const std::string& at);

    // Tables and the blocks that came in 2026, in block_rules_2026.cpp.
    bool block_of_2026(const json& block, const std::string& at);
    void table(const json& block, const std::string& at);
    void data_table(const json& block, const std::string& at);
    void rows(const json& block, const std::string& at, std::size_t least, std::size_t most, bool head);
    void cell(const json& cell, const std::string& at, bool head);
    void data_visualization(const json& block, const std::string& at);
    void pie(const json& chart, const std::string& at);
    void axis_chart(const json& chart, const std::string& at);
    std::vector<std::string> axis(const json& chart, const std::string& at);
    void points(const json& series, const std::string& at, std::vector<std::string> categories);
    void alert(const json& block, const std::string& at);
    void card(const json& block, const std::string& at);
    void carousel(const json& block, const std::string& at);
    void container(const json& block, const std::string& at);
    void picture(const json& holder, const char* key, const std::string& at);
    void context_actions(const json& block, const std::string& at);
    void feedback_buttons(const json& element, const std::string& at);
    void icon_button(const json& element, const std::string& at);
    void task_card(const json& block, const std::string& at);
    void plan(const json& block, const std::string& at);

    // Elements, in block_elements.cpp.
    void element(const json& element, const std::string& at, place where);
    void button(const json& element, const std::string& at);
    void select(const json& element, const std::string& at, const std::string& type);
    void choices(const json& element, const std::string& at);
    void initial_choices(const json& element, const std::string& at);
    void text_field(const json& element, const std::string& at, const std::string& type);
    void date_field(const json& element, const std::string& at, const std::string& type);
    void option(const json& option, const std::string& at, text_kind text, bool with_url);
    void confirm(const json& element, const std::string& at);
    void focus(const json& element, const std::string& at);

    surface surface_;
    bool knows_2026_;
    std::vector<std::string> complaints_;
    std::set<std::string> block_ids_;
    std::size_t focused_ = 0;
    std::size_t tables_ = 0;
    std::size_t charts_ = 0;
    std::size_t inputs_ = 0;
    std::size_t markdown_characters_ = 0;
};

}  // namespace docket::slack::emulator
