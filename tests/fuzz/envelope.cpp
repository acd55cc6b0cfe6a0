#include "slack/envelope.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <nlohmann/json.hpp>

// A text message of Socket Mode. Any bytes give a frame or a reason, and a request can be acknowledged.

namespace docket::fuzz {

void examine(std::string_view input)
{
    const auto frame = slack::decode_frame(input);
    if (!frame) {
        must(!frame.error().why.empty(), "a refusal has a reason");
        return;
    }
    if (const auto* hello = std::get_if<slack::hello>(&*frame))
        must(hello->lifetime.count() >= 0, "a connection lives for some time");
    const auto* request = std::get_if<slack::envelope>(&*frame);
    if (request == nullptr)
        return;
    must(!request->id.empty(), "a request can be acknowledged");
    const auto said =
        nlohmann::json::parse(slack::acknowledgement(request->id, nlohmann::json(nullptr)), nullptr, false);
    must(said.is_object() && said.value("envelope_id", "") == request->id, "the acknowledgement names the request");
}

}  // namespace docket::fuzz
