#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <atomic>
#include <csignal>
#include <cstdlib>

// Loaded before the C library (LD_PRELOAD), ends the process as kill -9 does, before the DOCKET_ENDS_AT_CALL-th call
// that changes a file: a write at an offset, a sync, a truncation, a removal.

namespace {

void count()
{
    static const char* const set = std::getenv("DOCKET_ENDS_AT_CALL");
    static const int last = set == nullptr ? 0 : std::atoi(set);
    static std::atomic<int> calls = 0;
    if (last > 0 && ++calls == last)
        ::kill(::getpid(), SIGKILL);
}

template <class Function>
Function* real(const char* name)
{
    // dlsym gives functions as pointers to data.
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));  // NOLINT
}

}  // namespace

extern "C" {

ssize_t pwrite(int file, const void* from, size_t size, off_t offset)
{
    static auto* const call = real<ssize_t(int, const void*, size_t, off_t)>("pwrite");
    count();
    return call(file, from, size, offset);
}

ssize_t pwrite64(int file, const void* from, size_t size, off64_t offset)
{
    static auto* const call = real<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
    count();
    return call(file, from, size, offset);
}

int fsync(int file)
{
    static auto* const call = real<int(int)>("fsync");
    count();
    return call(file);
}

int fdatasync(int file)
{
    static auto* const call = real<int(int)>("fdatasync");
    count();
    return call(file);
}

int ftruncate(int file, off_t size) noexcept
{
    static auto* const call = real<int(int, off_t)>("ftruncate");
    count();
    return call(file, size);
}

int ftruncate64(int file, off64_t size) noexcept
{
    static auto* const call = real<int(int, off64_t)>("ftruncate64");
    count();
    return call(file, size);
}

int unlink(const char* path) noexcept
{
    static auto* const call = real<int(const char*)>("unlink");
    count();
    return call(path);
}
}
