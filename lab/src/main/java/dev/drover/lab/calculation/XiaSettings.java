package dev.drover.lab.calculation;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.DagText;
import dev.drover.xia.address.Xid;
import dev.drover.xia.attach.AddressForm;
import dev.drover.xia.attach.Attachment;
import dev.drover.xia.attach.Place;
import dev.drover.xia.identity.Counter;
import dev.drover.xia.name.Hosts;
import dev.drover.xia.name.Name;
import dev.drover.xia.name.NameClient;
import dev.drover.xia.name.NameServer;
import dev.drover.xia.name.Patience;
import dev.drover.xia.node.Node;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a service over XIA and those who ask it must know, in a file of lines {@code field=value}.
 *
 * @param trust domains whose gateways are believed, by comma
 * @param form of the service's own address
 * @param name of the service
 * @param names who answers for names
 * @param address of the service where it starts
 */
public record XiaSettings(Set<Xid> trust, AddressForm form, Name name, Xid names, Dag address) {
  public XiaSettings {
    trust = Set.copyOf(trust);
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException when a field is missing or wrong
   */
  public static XiaSettings read(Path file) throws IOException {
    Properties fields = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      fields.load(reader);
    }
    return new XiaSettings(
        Arrays.stream(field(fields, "trust").split(",", -1))
            .map(Xid::parse)
            .collect(Collectors.toSet()),
        AddressForm.valueOf(field(fields, "form").toUpperCase(Locale.ROOT)),
        new Name(field(fields, "name")),
        Xid.parse(field(fields, "names")),
        DagText.parse(field(fields, "address")));
  }

  private static String field(Properties fields, String name) {
    String value = fields.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  /** {@return how a host whose own address has the form {@code own} is attached} */
  public Attachment.Options attaches(AddressForm own) {
    return new Attachment.Options(trust, own, Optional.empty());
  }

  /** {@return the way to names of a host that is attached so} */
  public NameClient client(Node node, Attachment attachment, Counter counter) {
    return new NameClient(
        node,
        () ->
            attachment.place().flatMap(Place::names).map(address -> new NameServer(address, names)),
        Hosts.none(),
        counter,
        new SecureRandom(),
        Patience.USUAL);
  }
}
