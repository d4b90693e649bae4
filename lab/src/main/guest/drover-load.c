/*
 * Loads that a Drover guest carries beside its service. Static, as drover-guest is.
 *
 *   drover-load files DIRECTORY CLIENTS RATE PORT   CLIENTS processes work on files as dbench's do, and read back what they wrote
 *   drover-load loopback RATE PORT                  one TCP connection within the guest
 *
 * RATE is in bits a second of what is written, read or sent, 0: all it can.
 *
 * Whoever connects to PORT is told "OK <operations> <bytes>", counted since the start, or "BAD <what is wrong>".
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 65536, WORDS = BLOCK / sizeof(uint64_t), FILES = 32, BLOCKS = 16 };

/* Shared by all processes of the load. */
static struct shared {
  uint64_t operations, bytes;
  int bad;
  char what[160];
} *shared;

static void die(const char *what) {
  perror(what);
  exit(1);
}

static unsigned long long number(const char *text) {
  char *end;
  errno = 0;
  unsigned long long value = strtoull(text, &end, 10);
  if (errno != 0 || *end != '\0' || end == text) {
    fprintf(stderr, "drover-load: '%s' is not a whole number\n", text);
    exit(2);
  }
  return value;
}

/* The first fault is told; who meets one goes no further. */
__attribute__((noreturn, format(printf, 1, 2))) static void bad(const char *format, ...) {
  if (__atomic_fetch_add(&shared->bad, 1, __ATOMIC_SEQ_CST) == 0) {
    va_list values;
    va_start(values, format);
    vsnprintf(shared->what, sizeof shared->what, format, values);
    va_end(values);
  }
  exit(1);
}

/* By this process, since it was last looked at. */
static uint64_t moved;

static void done(uint64_t bytes) {
  moved += bytes;
  __atomic_fetch_add(&shared->operations, 1, __ATOMIC_RELAXED);
  __atomic_fetch_add(&shared->bytes, bytes, __ATOMIC_RELAXED);
}

static uint64_t mixed(uint64_t x) {
  x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ x >> 27) * 0x94D049BB133111EBULL;
  return x ^ x >> 31;
}

static uint64_t state;

static uint64_t drawn(uint64_t below) {
  return mixed(state += 0x9E3779B97F4A7C15ULL) % below;
}

/* One file of a client: under which of its two names, and which block was written the how-manieth time; 0 never. */
static struct file {
  int there, name;
  uint64_t written[BLOCKS];
} files[FILES];

static uint64_t client, writes;
static uint64_t block[WORDS];

static const char *path(int file, int name) {
  static char text[2][32];
  snprintf(text[name], sizeof text[name], "f%d%c", file, 'a' + name);
  return text[name];
}

static int opened(int file, int flags) {
  const char *name = path(file, files[file].name);
  int fd = open(name, flags | O_CLOEXEC, 0644);
  if (fd < 0) bad("client %llu: open %s: %s", (unsigned long long)client, name, strerror(errno));
  return fd;
}

/* Every word tells client, write and position: what is old, moved or torn is seen. */
static uint64_t word_of(uint64_t write, uint64_t word) {
  return mixed(client << 56 ^ write << 16 ^ word);
}

static void write_block(int file, int at) {
  int fd = opened(file, O_WRONLY | O_CREAT);
  uint64_t write = ++writes;
  for (uint64_t word = 0; word < WORDS; word++) block[word] = word_of(write, word);
  ssize_t size = pwrite(fd, block, BLOCK, (off_t)at * BLOCK);
  if (size != BLOCK) bad("client %llu: write: %s", (unsigned long long)client, size < 0 ? strerror(errno) : "disk full");
  close(fd);
  files[file].there = 1;
  files[file].written[at] = write;
  done(BLOCK);
}

static void read_block(int file, int at) {
  uint64_t write = files[file].written[at];
  if (write == 0) {
    write_block(file, at);
    return;
  }
  int fd = opened(file, O_RDONLY);
  ssize_t size = pread(fd, block, BLOCK, (off_t)at * BLOCK);
  if (size != BLOCK) bad("client %llu: read: %s", (unsigned long long)client, size < 0 ? strerror(errno) : "too short");
  close(fd);
  for (uint64_t word = 0; word < WORDS; word++) {
    if (block[word] != word_of(write, word)) {
      bad("client %llu: file %d block %d word %llu is not what was written", (unsigned long long)client, file, at,
          (unsigned long long)word);
    }
  }
  done(BLOCK);
}

static void flush(int file) {
  int fd = opened(file, O_WRONLY);
  if (fsync(fd) != 0) bad("client %llu: fsync: %s", (unsigned long long)client, strerror(errno));
  close(fd);
}

static void rename_file(int file) {
  int from = files[file].name;
  if (rename(path(file, from), path(file, !from)) != 0) bad("client %llu: rename: %s", (unsigned long long)client, strerror(errno));
  files[file].name = !from;
}

static void remove_file(int file) {
  if (unlink(path(file, files[file].name)) != 0) bad("client %llu: unlink: %s", (unsigned long long)client, strerror(errno));
  memset(&files[file], 0, sizeof files[file]);
}

/* All files that are there are found, and no other. */
static void list(void) {
  int expected = 0, found = 0;
  for (int file = 0; file < FILES; file++) expected += files[file].there;
  DIR *directory = opendir(".");
  if (directory == NULL) bad("client %llu: opendir: %s", (unsigned long long)client, strerror(errno));
  for (struct dirent *entry; (entry = readdir(directory)) != NULL;) found += entry->d_name[0] == 'f';
  closedir(directory);
  if (found != expected) bad("client %llu: %d files are there, not %d", (unsigned long long)client, found, expected);
}

static void tree(void) {
  char name[32];
  if (mkdir("tree", 0755) != 0) bad("client %llu: mkdir: %s", (unsigned long long)client, strerror(errno));
  for (int file = 0; file < 8; file++) {
    snprintf(name, sizeof name, "tree/%d", file);
    int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0) bad("client %llu: create: %s", (unsigned long long)client, strerror(errno));
    close(fd);
    unlink(name);
  }
  if (rmdir("tree") != 0) bad("client %llu: rmdir: %s", (unsigned long long)client, strerror(errno));
}

static void look(int file) {
  struct stat about;
  struct statvfs space;
  if (stat(path(file, files[file].name), &about) != 0 || statvfs(".", &space) != 0) {
    bad("client %llu: stat: %s", (unsigned long long)client, strerror(errno));
  }
}

/*
 * About in the shares in which dbench counts them, of 2000: writes 198, reads 622, opens with closes 396, looks at files and
 * the file system 520, trees made and removed 1, renames 17, removals 80, flushes 28, listings 138. A file that is not there
 * is written instead.
 */
static void work(void) {
  int file = (int)drawn(FILES), at = (int)drawn(BLOCKS), what = (int)drawn(2000);
  if (!files[file].there || what < 198) {
    write_block(file, at);
    return;
  }
  if (what < 820) {
    read_block(file, at);
    return;
  }
  if (what < 1216) {
    close(opened(file, O_RDWR | O_CREAT));
  } else if (what < 1736) {
    look(file);
  } else if (what < 1737) {
    tree();
  } else if (what < 1754) {
    rename_file(file);
  } else if (what < 1834) {
    remove_file(file);
  } else if (what < 1862) {
    flush(file);
  } else {
    list();
  }
  done(0);
}

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000ULL + time.tv_nsec;
}

/* Waits until what was moved is due. Who comes late by more than a second makes up for nothing. */
static void keep_to(uint64_t bytes_per_second) {
  static uint64_t due;
  static const uint64_t second = 1000000000ULL;
  if (bytes_per_second == 0) return;
  uint64_t time = now();
  if (due + second < time) due = time;
  due += moved * second / bytes_per_second;
  moved = 0;
  if (due > time) {
    struct timespec left = {.tv_sec = (due - time) / second, .tv_nsec = (due - time) % second};
    nanosleep(&left, NULL);
  }
}

static void files_client(const char *directory, int which, uint64_t bytes_per_second) {
  char own[256];
  snprintf(own, sizeof own, "%s/client%d", directory, which);
  if ((mkdir(own, 0755) != 0 && errno != EEXIST) || chdir(own) != 0) {
    bad("%s: %s", own, strerror(errno));
  }
  client = which;
  state = which;
  /* What an earlier load left here is not known any more. */
  for (int file = 0; file < FILES; file++) unlink(path(file, 0)), unlink(path(file, 1));
  for (;;) {
    work();
    keep_to(bytes_per_second);
  }
}

static int socket_at(int port, int listens) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;
  if (fd < 0) die("socket");
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  if (!listens) return fd;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0) die("bind");
  if (listen(fd, 8) != 0) die("listen");
  return fd;
}

static void loopback_receiver(int listener) {
  static char bytes[BLOCK];
  int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  for (ssize_t size; (size = recv(fd, bytes, sizeof bytes, 0)) > 0;) done(size);
  bad("the connection within the guest ended");
}

static void loopback_sender(const struct sockaddr_in *to, uint64_t rate) {
  static char bytes[BLOCK];
  int fd = socket_at(0, 0);
  uint64_t paced = rate / 8;
  if (paced > 0) setsockopt(fd, SOL_SOCKET, SO_MAX_PACING_RATE, &paced, sizeof paced);
  if (connect(fd, (const struct sockaddr *)to, sizeof *to) != 0) die("connect");
  while (send(fd, bytes, sizeof bytes, MSG_NOSIGNAL) > 0) {}
  bad("nothing can be sent within the guest");
}

/* Whether this is the child, which ends with its parent and gives way to the guest's services. */
static int child(void) {
  pid_t pid = fork();
  if (pid < 0) die("fork");
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setpriority(PRIO_PROCESS, 0, 5);
  }
  return pid == 0;
}

static void answer(int listener) {
  char text[256];
  int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  if (fd < 0) return;
  int size = shared->bad ? snprintf(text, sizeof text, "BAD %s\n", shared->what)
                         : snprintf(text, sizeof text, "OK %llu %llu\n",
                                    (unsigned long long)__atomic_load_n(&shared->operations, __ATOMIC_RELAXED),
                                    (unsigned long long)__atomic_load_n(&shared->bytes, __ATOMIC_RELAXED));
  send(fd, text, size, MSG_NOSIGNAL);
  close(fd);
}

int main(int count, char **arguments) {
  int works_on_files = count == 6 && strcmp(arguments[1], "files") == 0;
  if (!works_on_files && !(count == 4 && strcmp(arguments[1], "loopback") == 0)) {
    fprintf(stderr, "usage: drover-load files DIRECTORY CLIENTS RATE PORT | loopback RATE PORT\n");
    return 2;
  }
  shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) die("mmap");
  int listener = socket_at(number(arguments[count - 1]), 1);
  signal(SIGCHLD, SIG_IGN);
  if (works_on_files) {
    int clients = number(arguments[3]);
    uint64_t rate = number(arguments[4]), each = rate == 0 ? 0 : rate / 8 / clients + 1;
    for (int which = 1; which <= clients; which++) {
      if (child()) files_client(arguments[2], which, each);
    }
  } else {
    uint64_t rate = number(arguments[2]);
    int inner = socket_at(0, 1);
    struct sockaddr_in to;
    socklen_t size = sizeof to;
    getsockname(inner, (struct sockaddr *)&to, &size);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (child()) loopback_receiver(inner);
    if (child()) loopback_sender(&to, rate);
  }
  for (;;) answer(listener);
}
