package dev.drover.xia.name;

import dev.drover.xia.identity.PublicKey;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.name.Registry.Entry;
import dev.drover.xia.name.Registry.Kept;
import dev.drover.xia.name.Registry.Speaker;
import dev.drover.xia.packet.MalformedPacket;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file with the names and counters of a server, replaced as a whole: after a crash it is the old
 * or the new one. Registrations stand in it as their owners signed them, so that whoever can write
 * it still cannot forge one.
 *
 * <pre>
 * "xia names 1\n" │ forgotten u64 │ count u32, of each: name, key 32, counter u64 │
 *   count u32, of each: expiry in milliseconds of the epoch u64, length u16, statement
 * </pre>
 */
final class Snapshot {
  private static final byte[] MAGIC = "xia names 1\n".getBytes(StandardCharsets.US_ASCII);

  private final Path file;

  Snapshot(Path file) {
    this.file = file;
  }

  /**
   * Replaces what the file holds.
   *
   * @param now in the nanoseconds of entries' expiry
   * @param wallMillis at the same moment
   */
  void write(Kept kept, long now, long wallMillis) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(MAGIC);
    out.writeLong(kept.forgotten());
    out.writeInt(kept.heard().size());
    for (Map.Entry<Speaker, Long> each : kept.heard().entrySet()) {
      String name = each.getKey().name().text();
      out.writeByte(name.length());
      out.writeBytes(name);
      out.write(each.getKey().key().bytes());
      out.writeLong(each.getValue());
    }
    out.writeInt(kept.entries().size());
    for (Entry each : kept.entries()) {
      byte[] statement = each.statement().encode();
      out.writeLong(wallMillis + (each.expires() - now) / 1_000_000);
      out.writeShort(statement.length);
      out.write(statement);
    }
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            beside,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer whole = ByteBuffer.wrap(bytes.toByteArray());
      while (whole.hasRemaining()) {
        channel.write(whole);
      }
      channel.force(true);
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * {@return what the file holds, nothing when there is none}
   *
   * @throws IOException when it cannot be read, or is not one that {@link #write} wrote
   */
  Kept read(long now, long wallMillis) throws IOException {
    if (!Files.exists(file)) {
      return new Kept(Long.MIN_VALUE, Map.of(), List.of());
    }
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
    try {
      byte[] magic = new byte[MAGIC.length];
      in.get(magic);
      if (!ByteBuffer.wrap(magic).equals(ByteBuffer.wrap(MAGIC))) {
        throw new MalformedPacket("it does not begin as one");
      }
      long forgotten = in.getLong();
      Map<Speaker, Long> heard = new LinkedHashMap<>();
      for (int left = in.getInt(); left > 0; left--) {
        Name name = Wire.name(in);
        byte[] key = new byte[PublicKey.BYTES];
        in.get(key);
        heard.put(new Speaker(name, new PublicKey(key)), in.getLong());
      }
      List<Entry> entries = new ArrayList<>();
      for (int left = in.getInt(); left > 0; left--) {
        entries.add(entry(in, now, wallMillis));
      }
      return new Kept(forgotten, heard, entries);
    } catch (BufferUnderflowException | IllegalArgumentException | MalformedPacket e) {
      throw new IOException(
          "%s is no snapshot of names (%s); move it away to begin without"
              .formatted(
                  file, e instanceof BufferUnderflowException ? "too short" : e.getMessage()),
          e);
    }
  }

  private static Entry entry(ByteBuffer in, long now, long wallMillis) {
    // The clock may have been set meanwhile: nothing lives longer than it could have.
    long left =
        Math.clamp(in.getLong() - wallMillis, 0, Registry.LONGEST_LIFE.toMillis()) * 1_000_000;
    byte[] bytes = new byte[in.getShort() & 0xFFFF];
    in.get(bytes);
    Statement statement = Statement.read(ByteBuffer.wrap(bytes));
    if (!statement.genuine()) {
      throw new MalformedPacket("a registration in it is forged");
    }
    return new Entry(statement, Registration.of(statement), now + left);
  }
}
