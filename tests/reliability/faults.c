/* Fails or kills at the n-th call that changes the file system, native libraries included; loaded by LD_PRELOAD.
 *
 * fault_mode  0: off   1: no room from the n-th call on that needs room   2: the n-th call fails with EIO, once
 *             3: SIGKILL in front of the n-th call
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

int fault_mode = 0;
long fault_at = 0, fault_seen = 0;

static int refused(int needs_room) {
    if (fault_mode == 0 || (fault_mode == 1 && !needs_room)) return 0;
    long seen = __atomic_add_fetch(&fault_seen, 1, __ATOMIC_SEQ_CST);
    if (fault_mode == 1 ? seen < fault_at : seen != fault_at) return 0;
    if (fault_mode == 3) kill(getpid(), SIGKILL);
    errno = fault_mode == 1 ? ENOSPC : EIO;
    return 1;
}

static int regular(int fd) {
    struct stat found;
    return fault_mode != 0 && fstat(fd, &found) == 0 && S_ISREG(found.st_mode);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define WRAP(type, name, needs_room, when, parameters, arguments) \
    type name parameters { \
        if ((when) && refused(needs_room)) return (type)-1; \
        return REAL(name) arguments; \
    }

WRAP(ssize_t, write, 1, regular(fd), (int fd, const void *b, size_t n), (fd, b, n))
WRAP(ssize_t, pwrite, 1, regular(fd), (int fd, const void *b, size_t n, off_t o), (fd, b, n, o))
WRAP(ssize_t, pwrite64, 1, regular(fd), (int fd, const void *b, size_t n, off64_t o), (fd, b, n, o))
WRAP(ssize_t, sendfile64, 1, regular(out), (int out, int in, off64_t *o, size_t n), (out, in, o, n))
WRAP(int, ftruncate, 0, regular(fd), (int fd, off_t n), (fd, n))
WRAP(int, ftruncate64, 0, regular(fd), (int fd, off64_t n), (fd, n))
WRAP(int, fsync, 0, 1, (int fd), (fd))
WRAP(int, fdatasync, 0, 1, (int fd), (fd))
WRAP(int, rename, 0, 1, (const char *a, const char *b), (a, b))
WRAP(int, link, 1, 1, (const char *a, const char *b), (a, b))
WRAP(int, linkat, 1, 1, (int c, const char *a, int d, const char *b, int f), (c, a, d, b, f))
WRAP(int, mkdir, 1, 1, (const char *a, mode_t m), (a, m))
WRAP(int, unlink, 0, 1, (const char *a), (a))
WRAP(int, unlinkat, 0, 1, (int d, const char *a, int f), (d, a, f))

size_t fwrite(const void *b, size_t size, size_t n, FILE *file) {
    if (regular(fileno(file)) && refused(1)) return 0;
    return REAL(fwrite)(b, size, n, file);
}

#define WRAP_OPEN(name) \
    int name(const char *path, int flags, ...) { \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        if (fault_mode != 0 && (flags & O_CREAT) && access(path, F_OK) != 0 && refused(1)) return -1; \
        return REAL(name)(path, flags, mode); \
    }

WRAP_OPEN(open)
WRAP_OPEN(open64)
