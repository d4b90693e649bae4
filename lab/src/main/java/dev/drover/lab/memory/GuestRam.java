package dev.drover.lab.memory;

import dev.drover.lab.system.LabException;
import dev.drover.lab.system.Processes;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a QEMU process holds its guest's memory.
 *
 * @param address of the first page in the process
 * @param pages of {@link DirtyRate#PAGE}, numbered from 0 in the order of the memory backend
 */
record GuestRam(long pid, long address, int pages) {
  private static final Pattern SIZE = Pattern.compile("memory-backend-ram,id=ram0,size=(\\d+)B");
  private static final Pattern MAPPING =
      Pattern.compile("([0-9a-f]{1,16})-([0-9a-f]{1,16}) (\\S{4}) .*");

  /** {@return the memory of the guest that the process emulates} */
  static GuestRam of(long pid) {
    for (String word : Processes.commandLine(pid)) {
      Matcher size = SIZE.matcher(word);
      if (size.matches()) {
        Bytes memory = Bytes.of(Long.parseLong(size.group(1)));
        long address = addressOf(memory, maps(pid));
        return new GuestRam(pid, address, (int) (memory.count() / DirtyRate.PAGE.count()));
      }
    }
    throw new LabException("process " + pid + " is not a QEMU of this lab with a memory backend");
  }

  /** QEMU maps a backend at once, beside pages that none may touch: its size tells it apart. */
  static long addressOf(Bytes memory, List<String> maps) {
    List<Long> found = new ArrayList<>();
    for (String line : maps) {
      Matcher mapping = MAPPING.matcher(line);
      if (mapping.matches() && mapping.group(3).startsWith("rw")) {
        long begin = Long.parseUnsignedLong(mapping.group(1), 16);
        if (Long.parseUnsignedLong(mapping.group(2), 16) - begin == memory.count()) {
          found.add(begin);
        }
      }
    }
    if (found.size() != 1) {
      throw new LabException(
          "QEMU has "
              + found.size()
              + " mappings of the guest's "
              + memory
              + ", so it is not known where the guest's memory is; give the VM another size");
    }
    return found.getFirst();
  }

  private static List<String> maps(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "maps"));
    } catch (IOException e) {
      throw new LabException("the memory of process " + pid + " cannot be looked at: " + e, e);
    }
  }
}
