#define _GNU_SOURCE
#include "CSpawn.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int cspawn_pipe(int ends[2], int size) {
  if (pipe2(ends, O_CLOEXEC) != 0) return errno;
  // 0, 1 and 2 are free where the caller was started without them; in the child they mean something else.
  for (int i = 0; i < 2; i++) {
    if (ends[i] > 2) continue;
    int moved = fcntl(ends[i], F_DUPFD_CLOEXEC, 3);
    int error = errno;
    close(ends[i]);
    ends[i] = moved;
    if (moved >= 0) continue;
    close(ends[1 - i]);
    return error;
  }
  // A wish: the system may refuse a large pipe.
  (void)fcntl(ends[1], F_SETPIPE_SZ, size);
  return 0;
}

// MARK: starting

// A program to start, on the stack of who waits for it.
struct start {
  const char *path;
  char *const *arguments;
  char *const *environment;
  const char *folder;
  int descriptors[3];
  pid_t parent;
  pid_t child;
  // Written by the child too: it shares our memory until it is another program.
  volatile int error;
  int isDone;
  struct start *next;
};

// Leaders of the groups that were started and not let go; 0 is a free place.
#define GROUPS 1024
static _Atomic pid_t groups[GROUPS];

static void remember(pid_t group) {
  for (int i = 0; i < GROUPS; i++) {
    pid_t none = 0;
    if (atomic_compare_exchange_strong(&groups[i], &none, group)) return;
  }
}

void cspawn_forget(pid_t group) {
  for (int i = 0; i < GROUPS; i++) {
    pid_t known = group;
    if (atomic_compare_exchange_strong(&groups[i], &known, 0)) return;
  }
}

void cspawn_end_all(void) {
  for (int i = 0; i < GROUPS; i++) {
    pid_t group = atomic_load(&groups[i]);
    if (group > 0) kill(-group, SIGKILL);
  }
}

// Kernels before 5.9 close no range of descriptors.
static void close_from(int first) {
  if (close_range((unsigned)first, ~0U, 0) == 0) return;
  struct rlimit limit;
  rlim_t end = getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 1024;
  if (end > 1 << 20) end = 1 << 20;
  for (int descriptor = first; descriptor < (int)end; descriptor++) close(descriptor);
}

// What the child does until it is the program: it lives in its parent's memory, while the thread that made it
// stands still, so that it only makes system calls.
__attribute__((noinline, noreturn)) static void become(struct start *start) {
  struct sigaction plain;
  memset(&plain, 0, sizeof plain);
  plain.sa_handler = SIG_DFL;
  // SIGKILL, SIGSTOP and the two of the C library can't be set, and are as they should be.
  for (int number = 1; number < NSIG; number++) (void)sigaction(number, &plain, NULL);
  struct rlimit none = {0, 0};
  sigset_t no_signals;
  sigemptyset(&no_signals);
  int failed = setpgid(0, 0) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0;
  // It may have died before the kernel was asked to tell.
  if (!failed && getppid() != start->parent) _exit(127);
  failed = failed || setrlimit(RLIMIT_CORE, &none) != 0 || chdir(start->folder) != 0;
  for (int i = 0; i < 3 && !failed; i++) failed = dup2(start->descriptors[i], i) < 0;
  if (!failed) {
    close_from(3);
    failed = sigprocmask(SIG_SETMASK, &no_signals, NULL) != 0;
  }
  if (!failed) execve(start->path, start->arguments, start->environment);
  start->error = errno;
  _exit(127);
}

__attribute__((noinline)) static void perform(struct start *start) {
  start->parent = getpid();
  start->error = 0;
  // All signals are blocked in this thread, and so in the child until its handlers are gone.
  pid_t child = vfork();
  if (child == 0) become(start);
  if (child < 0) {
    start->error = errno;
    return;
  }
  if (start->error != 0) {
    int status;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return;
  }
  start->child = child;
  remember(child);
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t asked = PTHREAD_COND_INITIALIZER;
static pthread_cond_t answered = PTHREAD_COND_INITIALIZER;
static struct start *waiting;
static int has_thread;

// The one thread that makes children. The kernel ends a child when the thread that made it ends: this one ends
// with the whole program only.
static void *work(void *unused) {
  (void)unused;
  pthread_mutex_lock(&lock);
  while (1) {
    while (waiting == NULL) pthread_cond_wait(&asked, &lock);
    struct start *start = waiting;
    waiting = start->next;
    pthread_mutex_unlock(&lock);
    perform(start);
    pthread_mutex_lock(&lock);
    start->isDone = 1;
    pthread_cond_broadcast(&answered);
  }
  return NULL;
}

// Called with the lock held; 0 or an error number.
static int begin_thread(void) {
  if (has_thread) return 0;
  sigset_t all, before;
  sigfillset(&all);
  int error = pthread_sigmask(SIG_SETMASK, &all, &before);
  if (error != 0) return error;
  pthread_attr_t attributes;
  pthread_t thread;
  error = pthread_attr_init(&attributes);
  if (error == 0) {
    error = pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    if (error == 0) error = pthread_create(&thread, &attributes, work, NULL);
    pthread_attr_destroy(&attributes);
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  has_thread = error == 0;
  return error;
}

int cspawn_start(pid_t *child, const char *path, char *const arguments[], char *const environment[],
                 const char *folder, int input, int output, int errors) {
  struct start start;
  memset(&start, 0, sizeof start);
  start.path = path;
  start.arguments = arguments;
  start.environment = environment;
  start.folder = folder;
  start.descriptors[0] = input;
  start.descriptors[1] = output;
  start.descriptors[2] = errors;
  pthread_mutex_lock(&lock);
  int error = begin_thread();
  if (error == 0) {
    start.next = waiting;
    waiting = &start;
    pthread_cond_signal(&asked);
    while (!start.isDone) pthread_cond_wait(&answered, &lock);
    error = start.error;
    *child = start.child;
  }
  pthread_mutex_unlock(&lock);
  return error;
}

int cspawn_state(pid_t child, int *status) {
  siginfo_t info;
  memset(&info, 0, sizeof info);
  while (waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT | WNOHANG) != 0) {
    if (errno != EINTR) return -1;
  }
  if (info.si_pid == 0) return 0;
  *status = info.si_status;
  return info.si_code == CLD_EXITED ? 1 : 2;
}

// MARK: numbers

static locale_t plain;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static void make_plain(void) { plain = newlocale(LC_ALL_MASK, "C", (locale_t)0); }

double cspawn_number(const char *text, char **end) {
  pthread_once(&once, make_plain);
  return plain == (locale_t)0 ? strtod(text, end) : strtod_l(text, end, plain);
}
