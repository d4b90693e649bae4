package dev.drover.agent.token;

import dev.drover.agent.token.Part.Holding;
import dev.drover.agent.token.Part.Idle;
import dev.drover.agent.token.Part.Passing;
import dev.drover.agent.token.Part.Watching;
import dev.drover.agent.vm.DurableRecords;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a host's {@link Standing} survives a crash. */
interface Book {
  Standing load();

  /** Returns when it is on the disk. */
  void save(Standing standing);

  /** {@return a book in a directory that exists} */
  static Book in(Path directory) {
    return new OnDisk(new DurableRecords<>(directory, OnDisk.Page.class));
  }

  /** One record. */
  record OnDisk(DurableRecords<Page> records) implements Book {
    private static final Logger LOG = LoggerFactory.getLogger(Book.class);
    private static final String KEY = "standing";

    /**
     * A {@link Standing} as JSON; tokens are the bytes of {@link Wire} in Base64.
     *
     * @param part its kind
     * @param token of the part; empty when idle
     * @param host of a part that watches; else 0
     */
    record Page(
        long promised,
        int promisedTo,
        long ended,
        long generation,
        long hop,
        String part,
        Optional<String> token,
        int host,
        Optional<String> last) {}

    @Override
    public Standing load() {
      Page page = records.load().get(KEY);
      return page == null ? Standing.NEW : standing(page);
    }

    @Override
    public void save(Standing standing) {
      Part part = standing.part();
      records.save(
          KEY,
          new Page(
              standing.promised(),
              standing.promisedTo(),
              standing.ended(),
              standing.seen().generation(),
              standing.seen().hop(),
              kind(part),
              token(part).map(OnDisk::text),
              part instanceof Watching(_, int host) ? host : 0,
              standing.last().map(OnDisk::text)));
    }

    private static String kind(Part part) {
      return switch (part) {
        case Idle _ -> "idle";
        case Holding _ -> "holding";
        case Passing _ -> "passing";
        case Watching _ -> "watching";
      };
    }

    private static Optional<Token> token(Part part) {
      return switch (part) {
        case Idle _ -> Optional.empty();
        case Holding(Token token) -> Optional.of(token);
        case Passing(Token token) -> Optional.of(token);
        case Watching(Token token, _) -> Optional.of(token);
      };
    }

    private static Standing standing(Page page) {
      Optional<Token> token = page.token.flatMap(OnDisk::token);
      Part part =
          token
              .<Part>map(known ->
                  switch (page.part) {
                    case "holding" -> new Holding(known);
                    case "passing" -> new Passing(known);
                    case "watching" -> new Watching(known, page.host);
                    default -> new Idle();
                  })
              .orElse(new Idle());
      return new Standing(
          page.promised,
          page.promisedTo,
          page.ended,
          new Mark(page.generation, page.hop),
          part,
          page.last.flatMap(OnDisk::token));
    }

    private static String text(Token token) {
      return Base64.getEncoder().encodeToString(Wire.token(token));
    }

    /** What another version of the program wrote may be none to this one: then it is lost. */
    private static Optional<Token> token(String text) {
      try {
        return Optional.of(Wire.token(ByteBuffer.wrap(Base64.getDecoder().decode(text))));
      } catch (IllegalArgumentException | BufferUnderflowException e) {
        LOG.warn("the token on record cannot be read: {}", e.toString());
        return Optional.empty();
      }
    }
  }
}
