/* The time of day, so many seconds ahead as the file PRAHARI_TEST_CLOCK says (a double, in memory that all
 * processes share). Loaded before the C library: cc -shared -fPIC -o clock.so clock.c
 *
 * Only what tells the time of day is another: the monotonic clock and all waits are the real ones. Not
 * libfaketime: its 0.9.10 answers EINVAL to the clock_nanosleep of Python's time.sleep where the monotonic
 * clock is not to be faked. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include <dlfcn.h>

static const volatile double *ahead;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("PRAHARI_TEST_CLOCK");
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return;
    void *shared = mmap(NULL, sizeof(double), PROT_READ, MAP_SHARED, file, 0);
    if (shared != MAP_FAILED) ahead = shared;
    close(file);
}

static void move(struct timespec *at, double seconds) {
    double whole = (double)(long long)seconds;
    at->tv_sec += (time_t)whole;
    at->tv_nsec += (long)((seconds - whole) * 1e9);
    if (at->tv_nsec >= 1000000000L) { at->tv_sec++; at->tv_nsec -= 1000000000L; }
    if (at->tv_nsec < 0) { at->tv_sec--; at->tv_nsec += 1000000000L; }
}

static struct timespec now(void) {
    struct timespec at;
    syscall(SYS_clock_gettime, CLOCK_REALTIME, &at);
    if (ahead) move(&at, *ahead);
    return at;
}

int clock_gettime(clockid_t clock, struct timespec *at) {
    if (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)
        return (int)syscall(SYS_clock_gettime, clock, at);
    *at = now();
    return 0;
}

int gettimeofday(struct timeval *restrict at, void *restrict zone) {
    (void)zone;
    struct timespec told = now();
    at->tv_sec = told.tv_sec;
    at->tv_usec = told.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *at) {
    time_t told = now().tv_sec;
    if (at) *at = told;
    return told;
}

/* Until an instant of the time of day, of which the kernel knows the real one only. */
int sem_timedwait(sem_t *restrict semaphore, const struct timespec *restrict until) {
    static int (*real)(sem_t *, const struct timespec *);
    if (!real) real = (int (*)(sem_t *, const struct timespec *))dlsym(RTLD_NEXT, "sem_timedwait");
    struct timespec at = *until;
    if (ahead) move(&at, -*ahead);
    return real(semaphore, &at);
}
