/* Preloaded into a process: writes down, in order, what it does to the files whose names begin with SOHVA_RECORD.
 *
 * A record is op, file (by the end of its name), length, offset, and the bytes of a write. A write counts when it has
 * returned, and so does a sync: what was promised durable before the next record is durable in the replay. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define MOST 4096
static const char *ENDS[] = {"", "-wal", "-journal", ".acks"};
static unsigned char file_of[MOST]; /* number of the end + 1, 0 for files that do not matter */
static int out = -1;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name, type) static type real; if (!real) real = (type)dlsym(RTLD_NEXT, name)

typedef int (*open_t)(const char *, int, ...);
typedef ssize_t (*write_t)(int, const void *, size_t);
typedef ssize_t (*pwrite_t)(int, const void *, size_t, off64_t);
typedef int (*one_t)(int);
typedef int (*truncate_t)(int, off64_t);

struct record { unsigned char op, file, spare[2]; uint32_t length; uint64_t offset; };

static void note(char op, int fd, const void *bytes, size_t length, uint64_t offset) {
    struct record record = {(unsigned char)op, (unsigned char)(file_of[fd] - 1), {0, 0}, (uint32_t)length, offset};
    REAL("write", write_t);
    pthread_mutex_lock(&turn);
    if (real(out, &record, sizeof record) < 0 || (bytes && real(out, bytes, length) < 0)) abort();
    pthread_mutex_unlock(&turn);
}

static int known(int fd) { return fd >= 0 && fd < MOST && file_of[fd]; }

static int opened(const char *path, int fd) {
    const char *prefix = getenv("SOHVA_RECORD");
    if (!prefix || fd < 0 || fd >= MOST) return fd;
    file_of[fd] = 0;
    if (strncmp(path, prefix, strlen(prefix))) return fd;
    for (unsigned n = 0; n < sizeof ENDS / sizeof *ENDS; n++)
        if (!strcmp(path + strlen(prefix), ENDS[n])) file_of[fd] = (unsigned char)(n + 1);
    if (known(fd) && out < 0) {
        REAL("open64", open_t);
        out = real(getenv("SOHVA_RECORD_INTO"), O_WRONLY | O_CREAT | O_APPEND, 0600);
        if (out < 0) abort();
    }
    return fd;
}

#define OPEN(NAME) \
int NAME(const char *path, int flags, ...) { \
    va_list more; va_start(more, flags); int mode = va_arg(more, int); va_end(more); \
    REAL(#NAME, open_t); return opened(path, real(path, flags, mode)); }
OPEN(open)
OPEN(open64)

int close(int fd) { REAL("close", one_t); if (known(fd)) file_of[fd] = 0; return real(fd); }

ssize_t write(int fd, const void *bytes, size_t length) {
    REAL("write", write_t);
    off64_t at = known(fd) ? lseek64(fd, 0, SEEK_CUR) : 0;
    ssize_t done = real(fd, bytes, length);
    if (done > 0 && known(fd)) note('w', fd, bytes, (size_t)done, (uint64_t)at);
    return done;
}

#define PWRITE(NAME) \
ssize_t NAME(int fd, const void *bytes, size_t length, off64_t at) { \
    REAL(#NAME, pwrite_t); ssize_t done = real(fd, bytes, length, at); \
    if (done > 0 && known(fd)) note('w', fd, bytes, (size_t)done, (uint64_t)at); \
    return done; }
PWRITE(pwrite)
PWRITE(pwrite64)

#define SYNC(NAME) \
int NAME(int fd) { REAL(#NAME, one_t); int done = real(fd); if (!done && known(fd)) note('s', fd, 0, 0, 0); return done; }
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(NAME) \
int NAME(int fd, off64_t length) { \
    REAL(#NAME, truncate_t); int done = real(fd, length); \
    if (!done && known(fd)) note('t', fd, 0, 0, (uint64_t)length); return done; }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)
