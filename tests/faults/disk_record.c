/* Records what a program asks of the file system, in order: loaded before libc (LD_PRELOAD) by tests/faults/disk_record.py.

   Only what concerns $DISK_RECORD_ROOT is recorded, into the file $DISK_RECORD_LOG: one record an operation, made after
   it succeeded and under one lock, so that the order of the records is that of the operations. A record: a letter, then
   two numbers of 8 bytes and the length of what follows (4 bytes), all little endian:

     C inode 0 path     a file was made            W inode offset data   written
     T inode size       cut or lengthened          S inode 0             fsync or fdatasync of a file
     D 0 0 path         fsync of a folder          M 0 0 path            a folder was made
     R 0 0 old \0 new   renamed                    U 0 0 path            unlinked (file or folder)
     L 0 0 old \0 new   given a second name        A 0 0 data            written to standard output
     X 0 0 what         something that the record cannot tell

   $DISK_FULL_AFTER: when so many bytes were written there, the disk is full. $DISK_READ_ONLY: nothing there can be changed.

   What would pass the record by (sendfile, copy_file_range, fallocate) is refused as if the disk could not do it; callers
   then write plainly. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static char root[PATH_MAX];
static int log_fd = -1, read_only = 0;
static long long left = -1; /* bytes until the disk is full; -1: it never is */

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define HOLD pthread_mutex_lock(&lock)
#define LET_GO do { int kept = errno; pthread_mutex_unlock(&lock); errno = kept; } while (0)

__attribute__((constructor)) static void begin(void) {
    const char *watched = getenv("DISK_RECORD_ROOT"), *log = getenv("DISK_RECORD_LOG");
    if (!watched || !log) return;
    snprintf(root, sizeof root, "%s", watched);
    if (getenv("DISK_FULL_AFTER")) left = atoll(getenv("DISK_FULL_AFTER"));
    read_only = getenv("DISK_READ_ONLY") != 0;
    int opened = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    log_fd = fcntl(opened, F_DUPFD_CLOEXEC, 700);
    syscall(SYS_close, opened);
}

static int watched(const char *path) {
    size_t length = strlen(root);
    return log_fd >= 0 && length && !strncmp(path, root, length) && (path[length] == '/' || !path[length]);
}

static void told_by_two(char what, uint64_t one, uint64_t two, const void *data, uint32_t size, const void *more,
                        uint32_t more_size) {
    int kept = errno;
    char head[21];
    uint32_t length = size + more_size;
    head[0] = what;
    memcpy(head + 1, &one, 8);
    memcpy(head + 9, &two, 8);
    memcpy(head + 17, &length, 4);
    struct iovec parts[3] = {{head, 21}, {(void *)data, size}, {(void *)more, more_size}};
    if (syscall(SYS_writev, log_fd, parts, 3) != (long)(21 + length)) abort();
    errno = kept;
}

static void told(char what, uint64_t one, uint64_t two, const void *data, uint32_t size) {
    told_by_two(what, one, two, data, size, "", 0);
}

/* Whether a change under the root must be refused, errno being set then. */
static int refused(const char *path) {
    if (read_only && watched(path)) errno = EROFS;
    else return 0;
    return 1;
}
static int no_room(const char *path) { /* for a new name: a full disk has no place for it either */
    if (left == 0 && watched(path)) errno = ENOSPC;
    else return refused(path);
    return 1;
}

static void cannot_tell(const char *what) { told('X', 0, 0, what, strlen(what)); }

/* The whole path that a name means, seen from an open folder. */
static void whole(int folder, const char *name, char *path) {
    char from[PATH_MAX] = "";
    if (name[0] != '/') {
        if (folder == AT_FDCWD) {
            if (!getcwd(from, sizeof from)) from[0] = 0;
        } else {
            char link[64];
            snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
            ssize_t length = readlink(link, from, sizeof from - 1);
            from[length > 0 ? length : 0] = 0;
        }
    }
    if (strlen(from) + strlen(name) + 2 > PATH_MAX) abort();
    sprintf(path, "%s%s%s", from, from[0] ? "/" : "", name);
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') path[--length] = 0;
}

static int watched_file(int fd, struct stat *found) {
    if (log_fd < 0 || fd < 3) return 0;
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return watched(path) && !fstat(fd, found) && S_ISREG(found->st_mode);
}

/* Opening and closing */

static int opening(int folder, const char *name, int flags, mode_t mode) {
    char path[PATH_MAX];
    whole(folder, name, path);
    if (!watched(path)) return syscall(SYS_openat, folder, name, flags, mode);
    HOLD;
    struct stat before, after;
    int was = !stat(path, &before);
    int changes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_TRUNC) || ((flags & O_CREAT) && !was);
    if ((changes && refused(path)) || (!was && (flags & O_CREAT) && no_room(path))) {
        LET_GO;
        return -1;
    }
    int opened = syscall(SYS_openat, folder, name, flags, mode);
    if (opened >= 0 && !fstat(opened, &after) && S_ISREG(after.st_mode)) {
        if (!was) told('C', after.st_ino, 0, path, strlen(path));
        else if ((flags & O_TRUNC) && before.st_size) told('T', after.st_ino, 0, "", 0);
    }
    LET_GO;
    return opened;
}

#define WITH_MODE mode_t mode = 0; if (flags & (O_CREAT | __O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }
int open(const char *name, int flags, ...) { WITH_MODE return opening(AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { WITH_MODE return opening(AT_FDCWD, name, flags, mode); }
int openat(int folder, const char *name, int flags, ...) { WITH_MODE return opening(folder, name, flags, mode); }
int openat64(int folder, const char *name, int flags, ...) { WITH_MODE return opening(folder, name, flags, mode); }
int __open_2(const char *name, int flags) { return opening(AT_FDCWD, name, flags, 0); }
int __open64_2(const char *name, int flags) { return opening(AT_FDCWD, name, flags, 0); }
int __openat_2(int folder, const char *name, int flags) { return opening(folder, name, flags, 0); }
int __openat64_2(int folder, const char *name, int flags) { return opening(folder, name, flags, 0); }
int creat(const char *name, mode_t mode) { return opening(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *name, mode_t mode) { return creat(name, mode); }

/* Writing */

static ssize_t writing(int fd, const void *data, size_t size, off_t at) {
    struct stat found;
    HOLD;
    int ours = watched_file(fd, &found);
    if (ours && at < 0)
        at = fcntl(fd, F_GETFL) & O_APPEND ? found.st_size : lseek(fd, 0, SEEK_CUR);
    else if (!ours)
        at = -1;
    if (ours && left >= 0) {
        if (!left) {
            errno = ENOSPC;
            LET_GO;
            return -1;
        }
        if ((long long)size > left) size = left;
        left -= size;
    }
    ssize_t done = ours ? syscall(SYS_pwrite64, fd, data, size, at) : syscall(SYS_write, fd, data, size);
    if (done > 0 && ours) told('W', found.st_ino, at, data, done);
    if (done > 0 && fd == 1 && log_fd >= 0) told('A', 0, 0, data, done);
    LET_GO;
    return done;
}

ssize_t write(int fd, const void *data, size_t size) {
    if (log_fd < 0) return syscall(SYS_write, fd, data, size);
    struct stat found;
    if (fd != 1 && !watched_file(fd, &found)) return syscall(SYS_write, fd, data, size); /* may wait: a pipe, a socket */
    HOLD;
    ssize_t done = writing(fd, data, size, -1);
    if (done > 0 && fd != 1) lseek(fd, fcntl(fd, F_GETFL) & O_APPEND ? 0 : done, fcntl(fd, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
    LET_GO;
    return done;
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    struct stat found;
    return watched_file(fd, &found) ? writing(fd, data, size, at) : syscall(SYS_pwrite64, fd, data, size, at);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { return pwrite(fd, data, size, at); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
    struct stat found;
    if (!watched_file(fd, &found)) return syscall(SYS_writev, fd, parts, count);
    ssize_t all = 0;
    for (int i = 0; i < count; i++) {
        ssize_t done = write(fd, parts[i].iov_base, parts[i].iov_len);
        if (done < 0) return all ? all : done;
        all += done;
        if ((size_t)done < parts[i].iov_len) break;
    }
    return all;
}

int ftruncate(int fd, off_t size) {
    struct stat found;
    HOLD;
    int ours = watched_file(fd, &found);
    int done = syscall(SYS_ftruncate, fd, size);
    if (!done && ours && found.st_size != size) told('T', found.st_ino, size, "", 0);
    LET_GO;
    return done;
}
int ftruncate64(int fd, off64_t size) { return ftruncate(fd, size); }

int truncate(const char *name, off_t size) {
    int opened = open(name, O_WRONLY | O_CLOEXEC);
    if (opened < 0) return -1;
    int done = ftruncate(opened, size);
    syscall(SYS_close, opened);
    return done;
}
int truncate64(const char *name, off64_t size) { return truncate(name, size); }

/* What would pass the record by */

static int passes_by(int fd) { struct stat found; return watched_file(fd, &found); }

ssize_t sendfile(int to, int from, off_t *at, size_t size) {
    if (passes_by(to)) { errno = EINVAL; return -1; }
    return syscall(SYS_sendfile, to, from, at, size);
}
ssize_t sendfile64(int to, int from, off64_t *at, size_t size) { return sendfile(to, from, at, size); }
ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *to_at, size_t size, unsigned flags) {
    if (passes_by(to)) { errno = EXDEV; return -1; }
    return syscall(SYS_copy_file_range, from, at, to, to_at, size, flags);
}
int fallocate(int fd, int how, off_t from, off_t size) {
    if (passes_by(fd)) { errno = EOPNOTSUPP; return -1; }
    return syscall(SYS_fallocate, fd, how, from, size);
}
int fallocate64(int fd, int how, off64_t from, off64_t size) { return fallocate(fd, how, from, size); }
int posix_fallocate(int fd, off_t from, off_t size) { return fallocate(fd, 0, from, size) ? errno : 0; }
int posix_fallocate64(int fd, off64_t from, off64_t size) { return posix_fallocate(fd, from, size); }

static void check_mapping(int protection, int flags, int fd) {
    char link[64], path[PATH_MAX];
    if (log_fd < 0 || fd < 0 || !(flags & MAP_SHARED) || !(protection & PROT_WRITE)) return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 4) return;
    path[length] = 0;
    if (watched(path) && strcmp(path + length - 4, "-shm")) cannot_tell("written through memory");
}
void *mmap(void *where, size_t size, int protection, int flags, int fd, off_t at) {
    check_mapping(protection, flags, fd);
    return (void *)syscall(SYS_mmap, where, size, protection, flags, fd, at);
}
void *mmap64(void *where, size_t size, int protection, int flags, int fd, off64_t at) {
    return mmap(where, size, protection, flags, fd, at);
}

/* Synchronising */

static int syncing(int fd, long how) {
    struct stat found;
    char link[64], path[PATH_MAX];
    HOLD;
    int done = syscall(how, fd);
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = done || log_fd < 0 ? -1 : readlink(link, path, sizeof path - 1);
    if (length > 0) {
        path[length] = 0;
        if (watched(path) && !fstat(fd, &found)) {
            if (S_ISDIR(found.st_mode)) told('D', 0, 0, path, length);
            else told('S', found.st_ino, 0, "", 0);
        }
    }
    LET_GO;
    return done;
}
int fsync(int fd) { return syncing(fd, SYS_fsync); }
int fdatasync(int fd) { return syncing(fd, SYS_fdatasync); }

/* Names */

static int renaming(int from, const char *old_name, int to, const char *new_name, unsigned flags) {
    char before[PATH_MAX], after[PATH_MAX];
    whole(from, old_name, before);
    whole(to, new_name, after);
    if (refused(before) || refused(after)) return -1;
    HOLD;
    int done = syscall(SYS_renameat2, from, old_name, to, new_name, flags);
    if (!done && (watched(before) || watched(after))) {
        if (flags) cannot_tell("renamed with flags");
        told_by_two('R', 0, 0, before, strlen(before) + 1, after, strlen(after));
    }
    LET_GO;
    return done;
}
int rename(const char *old_name, const char *new_name) { return renaming(AT_FDCWD, old_name, AT_FDCWD, new_name, 0); }
int renameat(int from, const char *old_name, int to, const char *new_name) { return renaming(from, old_name, to, new_name, 0); }
int renameat2(int from, const char *old_name, int to, const char *new_name, unsigned flags) { return renaming(from, old_name, to, new_name, flags); }

static int removing(int folder, const char *name, int flags) {
    char path[PATH_MAX];
    whole(folder, name, path);
    if (refused(path)) return -1;
    HOLD;
    int done = syscall(SYS_unlinkat, folder, name, flags);
    if (!done && watched(path)) told('U', 0, 0, path, strlen(path));
    LET_GO;
    return done;
}
int unlink(const char *name) { return removing(AT_FDCWD, name, 0); }
int unlinkat(int folder, const char *name, int flags) { return removing(folder, name, flags); }
int rmdir(const char *name) { return removing(AT_FDCWD, name, AT_REMOVEDIR); }
int remove(const char *name) { int done = unlink(name); return done && errno == EISDIR ? rmdir(name) : done; }

static int making(int folder, const char *name, mode_t mode) {
    char path[PATH_MAX];
    whole(folder, name, path);
    if (no_room(path)) return -1;
    HOLD;
    int done = syscall(SYS_mkdirat, folder, name, mode);
    if (!done && watched(path)) told('M', 0, 0, path, strlen(path));
    LET_GO;
    return done;
}
int mkdir(const char *name, mode_t mode) { return making(AT_FDCWD, name, mode); }
int mkdirat(int folder, const char *name, mode_t mode) { return making(folder, name, mode); }

static int linking(int from, const char *old_name, int to, const char *new_name, int flags) {
    char before[PATH_MAX], after[PATH_MAX];
    whole(from, old_name, before);
    whole(to, new_name, after);
    if (no_room(after)) return -1;
    HOLD;
    int done = syscall(SYS_linkat, from, old_name, to, new_name, flags);
    if (!done && watched(after)) told_by_two('L', 0, 0, before, strlen(before) + 1, after, strlen(after));
    LET_GO;
    return done;
}
int link(const char *old_name, const char *new_name) { return linking(AT_FDCWD, old_name, AT_FDCWD, new_name, 0); }
int linkat(int from, const char *old_name, int to, const char *new_name, int flags) { return linking(from, old_name, to, new_name, flags); }
int symlink(const char *target, const char *name) {
    char path[PATH_MAX];
    whole(AT_FDCWD, name, path);
    if (watched(path)) cannot_tell("linked by a symbol");
    return syscall(SYS_symlinkat, target, AT_FDCWD, name);
}
