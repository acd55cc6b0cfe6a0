// Says on the record which journeys are over, so that whoever reads it knows what it lacks.
#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include "recorder.hpp"

#include <catch2/catch.hpp>

namespace {

struct played_journeys : Catch::TestEventListenerBase {
    using TestEventListenerBase::TestEventListenerBase;

    void testCaseEnded(const Catch::TestCaseStats& ended) override
    {
        if (auto* record = journeys::recorder::of_this_process())
            record->played(ended.testInfo.name);
        TestEventListenerBase::testCaseEnded(ended);
    }
};

CATCH_REGISTER_LISTENER(played_journeys)

}  // namespace
