package dev.drover.lab.image;

import dev.drover.lab.system.Commands;
import dev.drover.lab.system.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The QEMU that emulates guests where KVM does not work. QEMU 7.2 loses dirty pages in pre-copy
 * under emulation (docs/decisions/001), so on a machine that has no newer one, Debian's backport is
 * taken apart in the cache. Nothing is installed.
 */
final class Emulator {
  static final int FIRST_SOUND_VERSION = 8;
  private static final String PROGRAM = "qemu-system-x86_64";
  private static final Pattern VERSION = Pattern.compile("version (\\d+)\\.");

  private final Path cache;
  private final Consumer<String> listener;

  /**
   * Looks in {@code cache}.
   *
   * @param listener hears in one line of a download, and of why a download was not possible
   */
  Emulator(Path cache, Consumer<String> listener) {
    this.cache = cache;
    this.listener = listener;
  }

  /**
   * {@return the program to run; the machine's own when it is sound or nothing better can be had}
   */
  Path find() {
    Path own = own();
    if (version(own) >= FIRST_SOUND_VERSION) {
      return own;
    }
    Path unpacked = cache.resolve("qemu");
    Path program = unpacked.resolve("usr/bin").resolve(PROGRAM);
    if (Files.isExecutable(program)) {
      return program;
    }
    listener.accept(
        "this machine's QEMU is older than "
            + FIRST_SOUND_VERSION
            + " and emulation needs a newer one: fetching Debian's backport into "
            + cache);
    try {
      download(unpacked);
      version(program);
      return program;
    } catch (LabException e) {
      listener.accept(
          "no backport ("
              + e.getMessage()
              + "): guests that write much may not survive pre-copy, see docs/decisions/001");
      return own;
    }
  }

  static Path own() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin");
    for (String directory : path.split(":", -1)) {
      Path candidate = Path.of(directory, PROGRAM);
      if (Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    throw new LabException(PROGRAM + " is missing; install the package qemu-system-x86");
  }

  static int version(Path program) {
    String text = Commands.plain().run(program.toString(), "--version");
    Matcher matcher = VERSION.matcher(text);
    if (!matcher.find()) {
      throw new LabException(program + " does not tell its version: " + text.strip());
    }
    return Integer.parseInt(matcher.group(1));
  }

  /** Uses apt with lists of its own, so that the machine's package state is not touched. */
  private void download(Path unpacked) {
    String script =
        """
        . /etc/os-release
        mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' |
          sed -n "s/ $VERSION_CODENAME\\$//p" | head -n 1)
        [ -n "$mirror" ] || { echo "apt knows no archive of $VERSION_CODENAME" >&2; exit 1; }
        mkdir -p lists/partial archives/partial
        key=/usr/share/keyrings/debian-archive-keyring.gpg
        echo "deb [signed-by=$key] $mirror $VERSION_CODENAME-backports main" > sources.list
        set -- -q -o Dir::Etc::sourcelist="$PWD/sources.list" -o Dir::Etc::sourceparts=- \\
          -o Dir::State::lists="$PWD/lists" -o Dir::Cache::archives="$PWD/archives" \\
          -o APT::Sandbox::User=root
        apt-get "$@" update >&2
        apt-get "$@" download qemu-system-x86 qemu-system-common qemu-system-data seabios >&2
        for package in ./*.deb; do dpkg -x "$package" unpacked; done
        """;
    try {
      Path work = Files.createTempDirectory(Files.createDirectories(cache), "qemu-");
      try {
        Commands.plain()
            .run(List.of("sh", "-e", "-c", "cd \"$1\"\nshift\n" + script, "-", work + ""), "");
        Files.move(work.resolve("unpacked"), unpacked);
      } finally {
        Commands.plain().run("rm", "-rf", work.toString());
      }
    } catch (IOException e) {
      throw new LabException(cache + " cannot be written: " + e.getMessage(), e);
    }
  }
}
