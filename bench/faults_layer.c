/* A failing disk under one folder, for faults_layer.py: put before libc by LD_PRELOAD.

   What is written under $FAILING_UNDER is counted; from the write that $FAILING_CONTROL names on, each fails with the
   error that stands there, or waits. The control is a file of long numbers, mapped by this and by whoever measures:
   [0] writes so far, [1] from which on (0: none), [2] errno, or 0 to be slow, [3] milliseconds, [4] how many failed. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST 65536
static volatile long *control;
static char under[PATH_MAX];
static unsigned char ours[MOST];
static int begun;

#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static void begin(void) {
    if (begun) return;
    begun = 1;
    const char *folder = getenv("FAILING_UNDER"), *file = getenv("FAILING_CONTROL");
    if (!folder || !file) return;
    strncpy(under, folder, sizeof under - 1);
    int (*really_open)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    int handle = really_open(file, O_RDWR);
    if (handle < 0) return;
    void *at = mmap(0, 64, PROT_READ | PROT_WRITE, MAP_SHARED, handle, 0);
    close(handle);
    if (at != MAP_FAILED) control = at;
}

static int within(const char *path) {
    begin();
    return control && path && under[0] && strncmp(path, under, strlen(under)) == 0;
}

static int mine(int handle) {
    begin();
    return control && handle >= 0 && handle < MOST && ours[handle];
}

/* 1: this write fails, and errno says how. */
static int fails(void) {
    long number = __sync_add_and_fetch(&control[0], 1), from = control[1];
    if (!from || number < from) return 0;
    if (!control[2] && number != from) return 0; /* slow once */
    __sync_add_and_fetch(&control[4], 1);
    if (!control[2]) {
        usleep(1000 * control[3]);
        return 0;
    }
    errno = (int)control[2];
    return 1;
}

static int opened(int handle, const char *path) {
    if (handle >= 0 && handle < MOST) ours[handle] = within(path);
    return handle;
}

static int makes(const char *path, int flags) {
    int new = (flags & O_TMPFILE) == O_TMPFILE || ((flags & O_CREAT) && access(path, F_OK) != 0) || (flags & O_TRUNC);
    int refused = control && (control[2] == EACCES || control[2] == EROFS) && (flags & O_ACCMODE) != O_RDONLY;
    return within(path) && (new || refused);
}

#define OPENS(name) \
    int name(const char *path, int flags, ...) { \
        va_list more; va_start(more, flags); mode_t mode = va_arg(more, mode_t); va_end(more); \
        static int (*real)(const char *, int, ...); if (!real) real = dlsym(RTLD_NEXT, #name); \
        if (makes(path, flags) && fails()) return -1; \
        return opened(real(path, flags, mode), path); \
    }
OPENS(open)
OPENS(open64)

#define OPENS_AT(name) \
    int name(int folder, const char *path, int flags, ...) { \
        va_list more; va_start(more, flags); mode_t mode = va_arg(more, mode_t); va_end(more); \
        static int (*real)(int, const char *, int, ...); if (!real) real = dlsym(RTLD_NEXT, #name); \
        if (makes(path, flags) && fails()) return -1; \
        return opened(real(folder, path, flags, mode), path); \
    }
OPENS_AT(openat)
OPENS_AT(openat64)

int close(int handle) {
    REAL(close);
    if (handle >= 0 && handle < MOST) ours[handle] = 0;
    return real(handle);
}

ssize_t write(int handle, const void *data, size_t size) {
    REAL(write);
    return mine(handle) && fails() ? -1 : real(handle, data, size);
}
ssize_t writev(int handle, const struct iovec *parts, int many) {
    REAL(writev);
    return mine(handle) && fails() ? -1 : real(handle, parts, many);
}
ssize_t pwrite(int handle, const void *data, size_t size, off_t at) {
    REAL(pwrite);
    return mine(handle) && fails() ? -1 : real(handle, data, size, at);
}
ssize_t pwrite64(int handle, const void *data, size_t size, off64_t at) {
    REAL(pwrite64);
    return mine(handle) && fails() ? -1 : real(handle, data, size, at);
}
int fsync(int handle) {
    REAL(fsync);
    return mine(handle) && fails() ? -1 : real(handle);
}
int fdatasync(int handle) {
    REAL(fdatasync);
    return mine(handle) && fails() ? -1 : real(handle);
}
int ftruncate(int handle, off_t size) {
    REAL(ftruncate);
    return mine(handle) && fails() ? -1 : real(handle, size);
}
int ftruncate64(int handle, off64_t size) {
    REAL(ftruncate64);
    return mine(handle) && fails() ? -1 : real(handle, size);
}
int mkdir(const char *path, mode_t mode) {
    REAL(mkdir);
    return within(path) && access(path, F_OK) && fails() ? -1 : real(path, mode);
}
int rename(const char *old, const char *new) {
    REAL(rename);
    return within(new) && fails() ? -1 : real(old, new);
}
