package dev.drover.agent.xia;

import dev.drover.agent.transport.SocketDirectory;
import dev.drover.agent.transport.StreamTransport;
import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import dev.drover.decide.rounds.RoundCoupling;
import dev.drover.model.unit.BitRate;
import dev.drover.xia.migration.Profile;
import dev.drover.xia.migration.Token;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Streams that go as chunks over XIA, by the daemons of both hosts. */
public final class XiaTransport implements StreamTransport {
  private static final Logger LOG = LoggerFactory.getLogger(XiaTransport.class);
  private static final String SENT = "sent ";
  private static final String COMPLAINT = SENT + "complaint ";

  private final XiaDaemon daemon;
  private final SocketDirectory sockets;
  private final Profile profile;
  private final SecureRandom random = new SecureRandom();

  /**
   * Asks nothing yet.
   *
   * @param directory for the sockets
   */
  public XiaTransport(XiaDaemon daemon, Path directory, Profile profile) {
    this.daemon = daemon;
    this.sockets = new SocketDirectory(directory);
    this.profile = profile;
  }

  @Override
  public void start() {
    daemon.ask("place");
  }

  @Override
  public Path incoming(String stream) {
    return sockets.make().resolve(stream + ".in");
  }

  @Override
  public Place receive(String stream, String address) {
    Token token = Token.generate(random);
    List<String> reply = daemon.ask("receive", stream, incoming(stream).toString(), token.secret());
    return new Place(reply.getFirst(), 0, Optional.of(token.secret()));
  }

  @Override
  public Path send(String stream, Place receiver, Optional<RoundCoupling> coupling) {
    Path socket = sockets.make().resolve(stream + ".out");
    String token =
        receiver
            .token()
            .orElseThrow(() ->
                new CallException(Kind.REFUSED, "the destination gave no token for " + stream));
    daemon.ask(
        "send",
        stream,
        socket.toString(),
        profile.name().toLowerCase(Locale.ROOT),
        token,
        receiver.address());
    return socket;
  }

  /** Announcements run ahead of requests; no pass waits for the one before. */
  @Override
  public News passBegan(String stream, int pass) {
    return pass == 2 ? tell("later-pass", stream) : News.NONE;
  }

  @Override
  public News stopped(String stream) {
    return tell("final", stream);
  }

  @Override
  public News postCopy(String stream) {
    return tell("post-copy", stream);
  }

  @Override
  public News pace(String stream, Optional<BitRate> rate) {
    long bytesPerSecond = rate.map(StreamTransport::pace).orElse(0L);
    return tell("pace", stream, Long.toString(bytesPerSecond));
  }

  @Override
  public News look(String stream) {
    try {
      List<String> sent =
          daemon.ask("look", stream).stream().filter(line -> line.startsWith(SENT)).toList();
      Optional<String> complaint =
          sent.stream()
              .filter(line -> line.startsWith(COMPLAINT))
              .map(line -> line.substring(COMPLAINT.length()))
              .findFirst();
      return new News(
          List.of(),
          sent.isEmpty() ? Optional.of("the XIA daemon knows of no connection") : complaint);
    } catch (CallException e) {
      return new News(List.of(), Optional.of(String.valueOf(e.getMessage())));
    }
  }

  @Override
  public News endSender(String stream) {
    News news = look(stream);
    tell("end-sender", stream);
    return news;
  }

  @Override
  public void endReceiver(String stream) {
    tell("end-receiver", stream);
  }

  /** What fails here shows in the stream itself: whoever tells does not fail by it. */
  private News tell(String... words) {
    try {
      daemon.ask(words);
    } catch (CallException e) {
      LOG.info("{}: {}", words[0], e.getMessage());
      return new News(List.of(), Optional.of(String.valueOf(e.getMessage())));
    }
    return News.NONE;
  }
}
