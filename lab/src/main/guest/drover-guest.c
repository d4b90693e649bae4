/*
 * The program that every Drover guest runs: a memory writer, and memory that can be verified after
 * a migration. Static, so that the guest needs no libraries for it.
 *
 *   drover-guest writer RATE WORKING_SET [steady|compile|intermittent]
 *                                          writes to RATE bytes of pages a second on average, within WORKING_SET bytes
 *   drover-guest pattern SIZE PORT         fills SIZE bytes, keeps changing an eighth of them, and answers
 *                                          CHECK over TCP: "OK <generation> <pages>" or "BAD <page>"
 *   drover-guest disk FILE FROM SIZE PORT  writes one block after the other of the SIZE bytes from FROM on, a hundred
 *                                          a second, each on the disk before the next; CHECK reads all that was written
 *                                          and answers "OK <writes> <blocks>" or "BAD <block>"
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, WORDS = PAGE / sizeof(uint64_t) };

static void die(const char *what) {
  perror(what);
  exit(1);
}

static unsigned long long number(const char *text) {
  char *end;
  errno = 0;
  unsigned long long value = strtoull(text, &end, 10);
  if (errno != 0 || *end != '\0' || end == text) {
    fprintf(stderr, "drover-guest: '%s' is not a whole number\n", text);
    exit(2);
  }
  return value;
}

static int64_t now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static uint8_t *memory_of(size_t size) {
  uint8_t *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) die("mmap");
  /* Huge pages would make one written byte dirty 2 MiB at once when the guest's memory is scanned. */
  madvise(memory, size, MADV_NOHUGEPAGE);
  return memory;
}

static int listening(int port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) die("socket");
  int yes = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0) die("bind");
  if (listen(fd, 8) != 0) die("listen");
  return fd;
}

static uint64_t drawn(void) {
  static uint64_t state = 1;
  uint64_t z = state += 0x9E3779B97F4A7C15ULL;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ z >> 27) * 0x94D049BB133111EBULL;
  return z ^ z >> 31;
}

/* Turns of 8 s, of mean 1: a file after the other, then a pause to read, then a big one. */
static double compiling(int64_t ns) {
  int64_t ms = ns / 1000000 % 8000;
  return ms < 3000 ? 1 : ms < 5000 ? 0.5 : ms < 7000 ? 1.5 : 1;
}

/* How many times the mean rate is written at this moment. */
static double intensity(const char *writes, int64_t ns) {
  if (strcmp(writes, "compile") == 0) return compiling(ns);
  if (strcmp(writes, "intermittent") == 0) return ns / 1000000 % 10000 < 5000 ? 2 * compiling(ns) : 0;
  return 1;
}

/* Smooth: a hundredth of the rate every 10 ms. Time that was lost (a paused VM) is not made up for. */
static int writer(uint64_t rate, size_t working_set, const char *writes) {
  size_t pages = working_set / PAGE;
  int steady = strcmp(writes, "steady") == 0;
  if (pages == 0 || rate == 0) {
    fprintf(stderr, "drover-guest: writer needs a rate and a working set of at least a page\n");
    return 2;
  }
  if (!steady && strcmp(writes, "compile") != 0 && strcmp(writes, "intermittent") != 0) {
    fprintf(stderr, "drover-guest: '%s' is no way to write\n", writes);
    return 2;
  }
  uint8_t *memory = memory_of(pages * PAGE);
  for (size_t page = 0; page < pages; page++) memory[page * PAGE] = 1;
  double pages_per_ns = rate / (double)PAGE / 1e9, owed = 0;
  size_t next = 0, hot = pages / 4 > 0 ? pages / 4 : 1;
  int64_t began = now_ns(), last = began;
  for (;;) {
    usleep(10000);
    int64_t now = now_ns(), passed = now - last;
    last = now;
    owed += pages_per_ns * intensity(writes, now - began) * (passed < 100000000 ? passed : 100000000);
    for (; owed >= 1; owed -= 1) {
      if (!steady) next = drawn() % 10 < 9 ? drawn() % hot : drawn() % pages;
      memory[next * PAGE]++;
      if (steady) next = next + 1 == pages ? 0 : next + 1;
    }
  }
}

/* Every word tells page, position and generation, so a page that is old, moved or torn is seen. */
static uint64_t word_of(uint64_t page, uint64_t word, uint64_t generation) {
  uint64_t x = page * 0x9E3779B97F4A7C15ULL ^ word * 0xC2B2AE3D27D4EB4FULL ^ generation * 0x165667B19E3779F9ULL;
  x ^= x >> 29;
  x *= 0xBF58476D1CE4E5B9ULL;
  return x ^ x >> 32;
}

static void fill(uint64_t *memory, size_t page, uint64_t generation) {
  for (size_t word = 0; word < WORDS; word++) memory[page * WORDS + word] = word_of(page, word, generation);
}

/* Who asks to CHECK, or -1. */
static int asked(int listener) {
  int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  if (fd < 0) return -1;
  struct timeval patience = {.tv_sec = 2};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  char text[64] = "";
  if (recv(fd, text, sizeof text - 1, 0) >= 5 && strncmp(text, "CHECK", 5) == 0) return fd;
  close(fd);
  return -1;
}

static void answer(int listener, const uint64_t *memory, const uint64_t *generations, size_t pages, uint64_t generation) {
  int fd = asked(listener);
  char text[64];
  if (fd >= 0) {
    size_t page = 0, word = 0;
    while (page < pages && memory[page * WORDS + word] == word_of(page, word, generations[page])) {
      if (++word == WORDS) page++, word = 0;
    }
    int size = page == pages ? snprintf(text, sizeof text, "OK %llu %zu\n", (unsigned long long)generation, pages)
                             : snprintf(text, sizeof text, "BAD %zu\n", page);
    send(fd, text, size, MSG_NOSIGNAL);
    close(fd);
  }
}

static int pattern(size_t size, int port) {
  size_t pages = size / PAGE, changing = pages / 8 > 0 ? pages / 8 : 1;
  if (pages == 0) {
    fprintf(stderr, "drover-guest: pattern needs at least a page\n");
    return 2;
  }
  uint64_t *memory = (uint64_t *)memory_of(pages * PAGE);
  uint64_t *generations = calloc(pages, sizeof *generations);
  if (generations == NULL) die("calloc");
  for (size_t page = 0; page < pages; page++) fill(memory, page, 0);
  int listener = listening(port);
  uint64_t generation = 0;
  for (;;) {
    struct pollfd waiting = {.fd = listener, .events = POLLIN};
    if (poll(&waiting, 1, 50) > 0) answer(listener, memory, generations, pages, generation);
    size_t page = generation % changing;
    generations[page] = ++generation;
    fill(memory, page, generation);
  }
}

/* Past the page cache where the file can: a check must read the disk, not what the guest remembers of it. */
static int disk_of(const char *file) {
  int fd = open(file, O_RDWR | O_CREAT | O_DSYNC | O_DIRECT | O_CLOEXEC, 0600);
  if (fd < 0 && errno == EINVAL) fd = open(file, O_RDWR | O_CREAT | O_DSYNC | O_CLOEXEC, 0600);
  if (fd < 0) die(file);
  return fd;
}

/* Every block that was written holds what was written to it last: block, position and number of the write tell. */
static void answer_disk(int listener, int disk, off_t from, uint64_t *block, const uint64_t *writes, size_t blocks, uint64_t written) {
  int fd = asked(listener);
  if (fd < 0) return;
  size_t at = 0, known = 0, word = 0;
  for (; at < blocks; at++) {
    if (writes[at] == 0) continue;
    known++;
    if (pread(disk, block, PAGE, from + (off_t)at * PAGE) != PAGE) break;
    for (word = 0; word < WORDS && block[word] == word_of(at, word, writes[at]);) word++;
    if (word < WORDS) break;
  }
  char text[64];
  int size = at == blocks ? snprintf(text, sizeof text, "OK %llu %zu\n", (unsigned long long)written, known)
                          : snprintf(text, sizeof text, "BAD %zu\n", at);
  send(fd, text, size, MSG_NOSIGNAL);
  close(fd);
}

static int disk(const char *file, off_t from, size_t size, int port) {
  size_t blocks = size / PAGE;
  if (blocks == 0 || from % PAGE != 0) {
    fprintf(stderr, "drover-guest: disk needs at least a block, from a whole block on\n");
    return 2;
  }
  int fd = disk_of(file);
  uint64_t *block = (uint64_t *)memory_of(PAGE);
  uint64_t *writes = calloc(blocks, sizeof *writes);
  if (writes == NULL) die("calloc");
  int listener = listening(port);
  for (uint64_t written = 0;;) {
    struct pollfd waiting = {.fd = listener, .events = POLLIN};
    if (poll(&waiting, 1, 10) > 0) answer_disk(listener, fd, from, block, writes, blocks, written);
    size_t at = written++ % blocks;
    for (size_t word = 0; word < WORDS; word++) block[word] = word_of(at, word, written);
    if (pwrite(fd, block, PAGE, from + (off_t)at * PAGE) != PAGE) die("pwrite");
    writes[at] = written;
  }
}

int main(int count, char **arguments) {
  if ((count == 4 || count == 5) && strcmp(arguments[1], "writer") == 0) {
    return writer(number(arguments[2]), number(arguments[3]), count == 5 ? arguments[4] : "steady");
  }
  if (count == 4 && strcmp(arguments[1], "pattern") == 0) return pattern(number(arguments[2]), number(arguments[3]));
  if (count == 6 && strcmp(arguments[1], "disk") == 0) {
    return disk(arguments[2], number(arguments[3]), number(arguments[4]), number(arguments[5]));
  }
  fprintf(stderr, "usage: drover-guest writer RATE WORKING_SET [steady|compile|intermittent] | pattern SIZE PORT | disk FILE FROM SIZE PORT\n");
  return 2;
}
