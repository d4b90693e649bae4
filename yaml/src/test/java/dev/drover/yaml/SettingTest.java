package dev.drover.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingTest {
  private static final String FILE =
      """
      seed: 1
      vms:
        - {name: web, memory: 1GiB}
        - {name: shop, memory: 2GiB}
      """;

  @Test
  void apply_byNameOrIndex_replacesThatValueAlone() {
    for (String path : new String[] {"vms.shop.memory", "vms[1].memory"}) {
      Section root = new Section("file", set(path + "=3GiB"));

      assertThat(root.sections("vms", "vm"))
          .extracting(vm -> vm.text("memory"))
          .containsExactly("1GiB", "3GiB");
      assertThat(root.text("seed")).isEqualTo("1");
    }
  }

  @Test
  void apply_star_replacesInEveryItem() {
    assertThat(new Section("file", set("vms.*.memory=3GiB")).sections("vms", "vm"))
        .extracting(vm -> vm.text("name") + " " + vm.text("memory"))
        .containsExactly("web 3GiB", "shop 3GiB");
  }

  @Test
  void apply_newFieldInNewSection_isThere() {
    Section root = new Section("file", set("tcp.variant=cubic"));

    assertThat(root.section("tcp", "tcp").orElseThrow().text("variant")).isEqualTo("cubic");
  }

  @Test
  void apply_unknownField_isRefusedByItsReaderNamingTheOption() {
    Section root = new Section("file", set("sede=3"));
    root.optional("seed");
    root.sections("vms", "vm");

    assertThatThrownBy(root::end)
        .isInstanceOf(YamlException.class)
        .hasMessage("--set sede=3: file: 'sede' is not a field of it; did you mean seed?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          vms.wbe.memory=1GiB | 'vms' has no item named 'wbe'; did you mean web?
          vms.database.memory=1GiB | 'vms' has no item named 'database'; use one of web, shop
          vms[2].memory=1GiB  | 'vms' has 2 items; the first is [0]
          vms[1][0]=1         | 'vms[1]' is no list; go on with '.' and the name of a field
          seed.x=1            | 'seed' is the single value '1'; end the path there
          vms..memory=1       | 'vms..memory' is not a path; write it like migrations[0].technique
          seed                | not path=value; write it like vms.web.memory=512MiB
          seed={              | not YAML
          """)
  void apply_pathThatLeadsNowhere_refusesNamingOptionAndPlace(String text, String message) {
    assertThatThrownBy(() -> set(text))
        .isInstanceOf(YamlException.class)
        .hasMessageStartingWith("--set " + text + ": " + message);
  }

  private static Located set(String text) {
    return Setting.parse("--set", text).apply(Located.parse(FILE, "file.yaml", "file"));
  }
}
