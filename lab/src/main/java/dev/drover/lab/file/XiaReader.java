package dev.drover.lab.file;

import dev.drover.model.unit.Bytes;
import dev.drover.xia.attach.AddressForm;
import dev.drover.xia.chunk.CachePolicies;
import dev.drover.yaml.Section;
import java.util.Locale;

/** Reads how a lab speaks XIA. */
final class XiaReader {
  private static final String POLICY = "fifo";
  private static final Bytes CACHE = Bytes.ofMebibytes(64);

  /** The prototype's is a GiB. */
  private static final Bytes MOST_CACHE = Bytes.ofMebibytes(2048);

  private XiaReader() {}

  private static String policy(String text) {
    if (!CachePolicies.names().contains(text)) {
      throw new IllegalArgumentException(
          "it must be one of " + String.join(", ", CachePolicies.names()));
    }
    return text;
  }

  private static Bytes cache(String text) {
    Bytes bytes = Bytes.parse(text);
    if (bytes.compareTo(MOST_CACHE) > 0) {
      throw new IllegalArgumentException("it must be at most 2GiB");
    }
    return bytes;
  }

  static Xia read(Section section, Nodes nodes) {
    if (nodes.routers().isEmpty()) {
      throw section.refuse("names", "XIA needs a router for each domain; add 'routers'");
    }
    String names = section.text("names");
    if (!nodes.hostNames().contains(names) && !nodes.clients().contains(names)) {
      throw section.refuse("names", "'" + names + "' is neither a host nor a client");
    }
    String policy = section.optional("cachePolicy", XiaReader::policy).orElse(POLICY);
    Bytes cache = section.optional("cache", XiaReader::cache).orElse(CACHE);
    AddressForm form = section.optional("form", XiaReader::form).orElse(AddressForm.FLAT);
    section.end();
    return new Xia(names, policy, cache, form);
  }

  private static AddressForm form(String text) {
    for (AddressForm form : AddressForm.values()) {
      if (form.name().toLowerCase(Locale.ROOT).equals(text)) {
        return form;
      }
    }
    throw new IllegalArgumentException("it must be flat or nested");
  }
}
