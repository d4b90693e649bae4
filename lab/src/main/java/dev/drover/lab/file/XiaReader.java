package dev.drover.lab.file;

import dev.drover.xia.attach.AddressForm;
import dev.drover.yaml.Section;
import java.util.Locale;

/** Reads how a lab speaks XIA. */
final class XiaReader {
  private XiaReader() {}

  static Xia read(Section section, Nodes nodes) {
    if (nodes.routers().isEmpty()) {
      throw section.refuse("names", "XIA needs a router for each domain; add 'routers'");
    }
    String names = section.text("names");
    if (!nodes.hostNames().contains(names) && !nodes.clients().contains(names)) {
      throw section.refuse("names", "'" + names + "' is neither a host nor a client");
    }
    AddressForm form = section.optional("form", XiaReader::form).orElse(AddressForm.FLAT);
    section.end();
    return new Xia(names, form);
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
