package dev.drover.cli.sdn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.sdn.api.NetworkStatus;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

final class NetworkPictureTest {
  private static Document draw(NetworkStatus network) throws Exception {
    byte[] svg = NetworkPicture.draw(network).getBytes(StandardCharsets.UTF_8);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg));
  }

  private static List<Element> elements(Document picture, String name, String look) {
    NodeList nodes = picture.getElementsByTagName(name);
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      Element element = (Element) nodes.item(i);
      if (element.getAttribute("class").startsWith(look)) {
        found.add(element);
      }
    }
    return found;
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  private static Element text(Document picture, String words) {
    return elements(picture, "text", "").stream()
        .filter(text -> text.getTextContent().equals(words))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void picture_hasCoresAboveEdgesAboveHosts() throws Exception {
    Document picture = draw(SampleNetworks.fatTree(4));

    assertThat(elements(picture, "rect", "switch")).hasSize(20);
    assertThat(elements(picture, "rect", "host")).hasSize(16);
    assertThat(number(text(picture, "c0"), "y")).isLessThan(number(text(picture, "a00"), "y"));
    assertThat(number(text(picture, "a00"), "y")).isLessThan(number(text(picture, "e00"), "y"));
    assertThat(number(text(picture, "e00"), "y")).isLessThan(number(text(picture, "h000"), "y"));
  }

  @Test
  void picture_gradesLinksByTheirBusierDirection() throws Exception {
    Document picture = draw(SampleNetworks.leafSpine());
    List<Element> full = elements(picture, "path", "link g4");

    assertThat(full).hasSize(3).allMatch(link -> link.getTextContent().contains("spine2"));
    assertThat(text(picture, "↑20 ↓180").getAttribute("class")).isEqualTo("rate");
  }

  @Test
  void picture_marksWhatIsTakenAndWhatHasLeft() throws Exception {
    Document picture = draw(SampleNetworks.leafSpine());

    // Two links, and the one in the key.
    assertThat(elements(picture, "rect", "paper taken")).hasSize(3);
    assertThat(elements(picture, "rect", "switch gone")).hasSize(1);
  }

  @Test
  void boxes_neverOverlap() throws Exception {
    Document picture = draw(SampleNetworks.fatTree(4));
    List<Element> boxes = new ArrayList<>(elements(picture, "rect", "switch"));
    boxes.addAll(elements(picture, "rect", "host"));

    for (Element one : boxes) {
      Rooms rooms = new Rooms();
      rooms.take(number(one, "x"), number(one, "y"), number(one, "width"), number(one, "height"));
      for (Element other : boxes) {
        if (!other.equals(one)) {
          assertThat(
                  rooms.shared(
                      number(other, "x"),
                      number(other, "y"),
                      number(other, "width"),
                      number(other, "height")))
              .isZero();
        }
      }
    }
  }

  @Test
  void emptyNetwork_isAPictureToo() throws Exception {
    assertThat(elements(draw(SampleNetworks.EMPTY), "rect", "switch")).isEmpty();
  }
}
