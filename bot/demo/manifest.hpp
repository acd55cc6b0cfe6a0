#pragma once

namespace docket::bot::demo {

/// The text of manifest.yaml as it was when this was built.
extern const char* const manifest;

}  // namespace docket::bot::demo
