#include "tests/support/faulty_disk.hpp"

#include <sqlite3.h>
#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <new>
#include <set>
#include <stdexcept>

namespace docket::tests {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t sector = 512;  // what a disk writes whole, or not at all

/// A write or a truncation that no sync has followed yet.
struct change {
    std::size_t offset = 0;
    std::string bytes;
    std::optional<std::size_t> cut_to;
};

void apply(const change& c, std::string& content)
{
    if (c.cut_to) {
        content.resize(std::min(content.size(), *c.cut_to));
        return;
    }
    if (content.size() < c.offset + c.bytes.size())
        content.resize(c.offset + c.bytes.size(), '\0');
    content.replace(c.offset, c.bytes.size(), c.bytes);
}

/// What of a write reaches the disk by chance: all, nothing, or its first or last sectors.
std::optional<change> partly(const change& c, std::mt19937& chance)
{
    const auto pick = [&chance](std::size_t most) {
        return std::uniform_int_distribution<std::size_t>(0, most)(chance);
    };
    const auto fate = pick(3);
    if (fate == 0)
        return std::nullopt;
    if (fate == 1 || c.cut_to || c.bytes.size() <= sector)
        return c;
    const auto edge = pick(c.bytes.size() / sector) * sector;
    const auto cut = edge - std::min(edge, c.offset % sector);
    if (fate == 2)
        return change{c.offset, c.bytes.substr(0, cut), {}};
    return change{c.offset + cut, c.bytes.substr(cut), {}};
}

/// One file as the disk has it.
struct watched {
    std::string safe;             ///< what was synced
    std::vector<change> at_risk;  ///< what was not
    bool named = false;           ///< its name is on the disk
    bool removed = false;         ///< and was removed; nobody has synced that
};

std::string content_of(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

struct faulty_disk::inside {
    sqlite3_vfs vfs{};
    sqlite3_vfs* real = nullptr;

    mutable std::mutex guard;
    std::optional<disk_fault> fault;
    int calls = 0;
    bool struck = false;

    std::string folder;  ///< watched; empty: none
    std::map<std::string, watched> known;
    std::function<void()> look;
    std::mutex looking;

    /// The code to refuse this call with; SQLITE_OK to let it happen.
    int refusal(disk_call what)
    {
        const std::lock_guard lock(guard);
        if (!fault || fault->of != what)
            return SQLITE_OK;
        ++calls;
        if (calls < fault->at || (calls > fault->at && !fault->lasting))
            return SQLITE_OK;
        struck = true;
        return fault->code;
    }
    [[nodiscard]] bool halves() const
    {
        const std::lock_guard lock(guard);
        return fault && fault->half;
    }

    [[nodiscard]] bool watches(const std::string& path) const
    {
        const std::lock_guard lock(guard);
        return !folder.empty() && path.starts_with(folder) && !path.ends_with("-shm");
    }

    void changes(const std::string& path)
    {
        if (!watches(path))
            return;
        const std::lock_guard one(looking);
        if (look)
            look();
    }
    void note(const std::string& path, change c)
    {
        if (!watches(path))
            return;
        const std::lock_guard lock(guard);
        known[path].at_risk.push_back(std::move(c));
    }
    void synced(const std::string& path, bool names)
    {
        if (!watches(path))
            return;
        const std::lock_guard lock(guard);
        auto& file = known[path];
        for (const auto& c : file.at_risk)
            apply(c, file.safe);
        file.at_risk.clear();
        if (names)
            names_synced();
    }
    /// A failed sync: what it was to write will never be, whatever later syncs say. That is how Linux does it.
    void lost(const std::string& path)
    {
        if (!watches(path))
            return;
        const std::lock_guard lock(guard);
        known[path].at_risk.clear();
    }
    void names_synced()
    {
        for (auto at = known.begin(); at != known.end();) {
            if (at->second.removed) {
                at = known.erase(at);
                continue;
            }
            at->second.named = true;
            ++at;
        }
    }
    void opened(const std::string& path)
    {
        if (!watches(path))
            return;
        const std::lock_guard lock(guard);
        if (!known.contains(path)) {  // with content, it came by another name, and whoever gave it that synced it
            const auto content = content_of(path);
            known[path] = watched{content, {}, !content.empty(), false};
        }
        auto& file = known[path];
        if (file.removed)  // what was there before does not come back into a new file
            file = watched();
    }
    void removed(const std::string& path, bool names)
    {
        if (!watches(path))
            return;
        const std::lock_guard lock(guard);
        known[path].removed = true;
        if (names)
            names_synced();
    }
};

namespace {

using inside = faulty_disk::inside;

/// A file as SQLite holds it; that of the real disk follows in the same memory.
struct handle {
    sqlite3_file base;
    inside* disk;
    const char* path;  ///< SQLite keeps it as long as the file is open
    bool names;        ///< its syncs sync its folder, too, as those of new logs and journals do
    sqlite3_file* real() { return static_cast<sqlite3_file*>(static_cast<void*>(this + 1)); }
    [[nodiscard]] std::string name() const { return path == nullptr ? std::string() : std::string(path); }
};

handle* of(sqlite3_file* f)
{
    return static_cast<handle*>(static_cast<void*>(f));
}

int close(sqlite3_file* f)
{
    return of(f)->real()->pMethods->xClose(of(f)->real());
}

int read(sqlite3_file* f, void* into, int size, sqlite3_int64 offset)
{
    if (const int no = of(f)->disk->refusal(disk_call::read))
        return no;
    return of(f)->real()->pMethods->xRead(of(f)->real(), into, size, offset);
}

int write(sqlite3_file* f, const void* from, int size, sqlite3_int64 offset)
{
    auto* const h = of(f);
    const int no = h->disk->refusal(disk_call::write);
    const int most = no == SQLITE_OK ? size : h->disk->halves() ? size / 2 : 0;
    if (most == 0)
        return no;
    h->disk->changes(h->name());
    const int done = h->real()->pMethods->xWrite(h->real(), from, most, offset);
    if (done == SQLITE_OK)
        h->disk->note(
            h->name(),
            change{
                static_cast<std::size_t>(offset),
                std::string(static_cast<const char*>(from), static_cast<std::size_t>(most)),
                {}
            }
        );
    return no == SQLITE_OK ? done : no;
}

int truncate(sqlite3_file* f, sqlite3_int64 size)
{
    auto* const h = of(f);
    if (const int no = h->disk->refusal(disk_call::truncate))
        return no;
    h->disk->changes(h->name());
    const int done = h->real()->pMethods->xTruncate(h->real(), size);
    if (done == SQLITE_OK)
        h->disk->note(h->name(), change{0, {}, static_cast<std::size_t>(size)});
    return done;
}

int sync(sqlite3_file* f, int /*how*/)
{
    auto* const h = of(f);
    if (const int no = h->disk->refusal(disk_call::sync)) {
        h->disk->lost(h->name());
        return no;
    }
    h->disk->changes(h->name());
    h->disk->synced(h->name(), h->names);
    return SQLITE_OK;
}

int file_size(sqlite3_file* f, sqlite3_int64* size)
{
    return of(f)->real()->pMethods->xFileSize(of(f)->real(), size);
}

int lock(sqlite3_file* f, int how)
{
    return of(f)->real()->pMethods->xLock(of(f)->real(), how);
}

int unlock(sqlite3_file* f, int how)
{
    return of(f)->real()->pMethods->xUnlock(of(f)->real(), how);
}

int check_reserved(sqlite3_file* f, int* is)
{
    return of(f)->real()->pMethods->xCheckReservedLock(of(f)->real(), is);
}

int control(sqlite3_file* f, int what, void* with)
{
    return of(f)->real()->pMethods->xFileControl(of(f)->real(), what, with);
}

int sector_size(sqlite3_file* f)
{
    return of(f)->real()->pMethods->xSectorSize(of(f)->real());
}

int characteristics(sqlite3_file* f)
{
    return of(f)->real()->pMethods->xDeviceCharacteristics(of(f)->real());
}

int map(sqlite3_file* f, int region, int size, int extend, void volatile** where)
{
    if (const int no = of(f)->disk->refusal(disk_call::map)) {
        *where = nullptr;
        return no;
    }
    return of(f)->real()->pMethods->xShmMap(of(f)->real(), region, size, extend, where);
}

int map_lock(sqlite3_file* f, int offset, int n, int how)
{
    return of(f)->real()->pMethods->xShmLock(of(f)->real(), offset, n, how);
}

void map_barrier(sqlite3_file* f)
{
    of(f)->real()->pMethods->xShmBarrier(of(f)->real());
}

int unmap(sqlite3_file* f, int remove)
{
    return of(f)->real()->pMethods->xShmUnmap(of(f)->real(), remove);
}

const sqlite3_io_methods methods{
    2,      close,          read,    write,       truncate,        sync, file_size, lock,
    unlock, check_reserved, control, sector_size, characteristics, map,  map_lock,  map_barrier,
    unmap,  nullptr,        nullptr,
};

inside& disk_of(sqlite3_vfs* vfs)
{
    return *static_cast<inside*>(vfs->pAppData);
}

int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* f, int flags, int* got)
{
    auto& disk = disk_of(vfs);
    auto* const h = ::new (static_cast<void*>(f)) handle{};
    if (const int no = disk.refusal(disk_call::open))
        return no;
    const bool log_or_journal = (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
    const int done = disk.real->xOpen(disk.real, path, h->real(), flags, got);
    if (done != SQLITE_OK)
        return done;
    h->disk = &disk;
    h->path = path;
    h->names = log_or_journal && (flags & SQLITE_OPEN_CREATE) != 0;
    h->base.pMethods = &methods;
    disk.opened(h->name());
    return SQLITE_OK;
}

int remove(sqlite3_vfs* vfs, const char* path, int sync_folder)
{
    auto& disk = disk_of(vfs);
    if (const int no = disk.refusal(disk_call::remove))
        return no;
    disk.changes(path);
    const int done = disk.real->xDelete(disk.real, path, 0);
    if (done == SQLITE_OK)
        disk.removed(path, sync_folder != 0);
    return done;
}

int access(sqlite3_vfs* vfs, const char* path, int how, int* is)
{
    return disk_of(vfs).real->xAccess(disk_of(vfs).real, path, how, is);
}

int full_name(sqlite3_vfs* vfs, const char* path, int size, char* out)
{
    return disk_of(vfs).real->xFullPathname(disk_of(vfs).real, path, size, out);
}

}  // namespace

faulty_disk::faulty_disk() : inside_(std::make_unique<inside>())
{
    auto& vfs = inside_->vfs;
    auto* const real = sqlite3_vfs_find(nullptr);
    if (real == nullptr)
        throw std::runtime_error("SQLite has no disk to put a faulty one before");
    inside_->real = real;
    vfs = *real;
    vfs.pNext = nullptr;
    vfs.zName = "faulty disk";
    vfs.szOsFile = static_cast<int>(sizeof(handle)) + real->szOsFile;
    vfs.pAppData = inside_.get();
    vfs.xOpen = open;
    vfs.xDelete = remove;
    vfs.xAccess = access;
    vfs.xFullPathname = full_name;
    sqlite3_vfs_register(&vfs, 1);
}

faulty_disk::~faulty_disk()
{
    sqlite3_vfs_unregister(&inside_->vfs);
    sqlite3_vfs_register(inside_->real, 1);
}

void faulty_disk::fail(disk_fault f)
{
    const std::lock_guard lock(inside_->guard);
    inside_->fault = f;
    inside_->calls = 0;
    inside_->struck = false;
}

void faulty_disk::mend()
{
    const std::lock_guard lock(inside_->guard);
    inside_->fault.reset();
}

bool faulty_disk::failed() const
{
    const std::lock_guard lock(inside_->guard);
    return inside_->struck;
}

void faulty_disk::watch(const fs::path& folder)
{
    const std::lock_guard lock(inside_->guard);
    inside_->folder = folder.string() + "/";
    inside_->known.clear();
    for (const auto& entry : fs::directory_iterator(folder)) {
        auto& file = inside_->known[entry.path().string()];
        file.safe = content_of(entry.path());
        file.named = true;
    }
}

void faulty_disk::before_change(std::function<void()> look)
{
    const std::lock_guard one(inside_->looking);
    inside_->look = std::move(look);
}

faulty_disk::files faulty_disk::after_power_cut(surviving what, std::mt19937& chance) const
{
    const auto likely = [&] { return std::bernoulli_distribution(0.5)(chance); };
    const std::lock_guard lock(inside_->guard);
    files found;
    for (const auto& [path, file] : inside_->known) {
        const bool is_there = what == surviving::everything ? !file.removed
                              : what == surviving::nothing  ? file.named
                                                            : (file.named && !file.removed) || likely();
        if (!is_there)
            continue;
        auto& content = found[fs::path(path).filename().string()];
        content = file.safe;
        if (what == surviving::nothing)
            continue;
        for (const auto& c : file.at_risk) {
            if (what == surviving::everything)
                apply(c, content);
            else if (const auto part = partly(c, chance))
                apply(*part, content);
        }
    }
    return found;
}

void restore(const faulty_disk::files& files, const fs::path& folder)
{
    for (const auto& [name, content] : files)
        std::ofstream(folder / name, std::ios::binary | std::ios::trunc) << content;
}

}  // namespace docket::tests
