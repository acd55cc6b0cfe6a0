#pragma once

#include "storage/transaction.hpp"

namespace docket::storage {

/// Part of what a transaction does, undone alone or kept; one may begin in another. Exactly one of the two is called.
/// (The library's own savepoint rolls back and stays open.)
class savepoint {
public:
    explicit savepoint(transaction& tx) : tx_(tx) { tx_.prepare("SAVEPOINT command").run(); }

    void keep() { tx_.prepare("RELEASE command").run(); }
    /// @throws broken  when the database has undone everything by itself
    void undo()
    {
        tx_.prepare("ROLLBACK TO command").run();
        keep();
    }

private:
    transaction& tx_;
};

}  // namespace docket::storage
