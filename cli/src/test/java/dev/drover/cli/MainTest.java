package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
  @TempDir private Path directory = Path.of("");

  private record Run(int code, String out, String err) {}

  private static Run run(List<String> arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Main.run(arguments, printer(out), printer(err));
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream printer(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private Path inventory() throws Exception {
    return Files.writeString(
        directory.resolve("inventory.yaml"),
        """
        hosts:
          - {name: h1, agent: "http://127.0.0.1:1"}
          - {name: h2, agent: "http://127.0.0.1:2"}
        directory: control
        """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          evacuat | unknown word 'evacuat'; did you mean evacuate or status; see 'drover --help'
          evacuate | missing required parameter: 'HOST'; see 'drover evacuate --help'
          evacuate h1 --polcy x | unknown option '--polcy'; did you mean --policy; see 'drover evacuate --help'
          evacuate h1 --priority urgent | invalid value for option '--priority': 'urgent' is not a priority; use high, medium or low; see 'drover evacuate --help'
          rebalance --policy best | 'best' is no token policy; use one of distributed, load-aware, global, round-robin
          rebalance --rounds 0 | --rounds must be at least 1
          placement | missing word: show; see 'drover placement --help'
          evacuate h1 --policy best | 'best' is not a policy; use one of traffic-aware, traffic-aware-paper, qemu-serial, qemu-parallel, random
          evacuate h1 --json /nowhere/at/all.json | --json /nowhere/at/all.json: directory /nowhere/at is missing or not writable; make it, or name another
          evacuate h1 --lab a --inventory b | --lab and --inventory exclude each other; give one of them
          migrate web | missing required parameter: 'HOST'; see 'drover migrate --help'
          migrate web h1 --technique magic | invalid value for option '--technique': 'magic' is not a technique; use pre-copy, post-copy or hybrid; see 'drover migrate --help'
          migrate web h1 --bandwidth random | 'random' is for simulations only; use another, such as bda
          migrate web h1 --bandwidth quick | 'quick' is no way to choose a round's rate; use one of xen-default, xen-incremental, bda, bda-usage, bda-printed, fixed, unlimited, random, or fixed=RATE
          plan | missing word: what to plan, 'evacuate'; see 'drover plan --help'
          lab | missing word: up, down, status, list, reset, console, exec or record-memory; see 'drover lab --help'
          lab record-memory web | missing required option: '--output=FILE'; see 'drover lab record-memory --help'
          lab record-memory web --output x --for soon | invalid value for option '--for': 'soon' is not a time; write a number and a unit, such as 300ms; see 'drover lab record-memory --help'
          lab up /nowhere.yaml | /nowhere.yaml: no such file; name an existing lab file
          bench | missing word: what to measure, 'bandwidth', 'bursts', 'controller', 'evacuate', 'footprint', 'forecast', 'modes', 'ns3', 'placement', 'relay' or 'soak'; see 'drover bench --help'
          bench evacuate --repetitions many | invalid value for option '--repetitions': 'many' is not an int; see 'drover bench evacuate --help'
          bench evacuate --repetitions 0 | --repetitions 0 must be from 1 to 100
          simulate | "missing required parameter: 'SCENARIO.yaml | HOST'; see 'drover simulate --help'"
          simulate /nowhere.yaml | /nowhere.yaml: no such file; name an existing scenario file
          simulate /nowhere.yaml --repeat many | invalid value for option '--repeat': 'many' is not an int; see 'drover simulate --help'
          report | missing required parameter: 'FILE'; see 'drover report --help'
          xia | missing word: up, migrate, ping, trace, names or routes; see 'drover xia --help'
          xia migrate vm | missing required parameter: 'HOST'; see 'drover xia migrate --help'
          xia migrate vm b --technique magic | invalid value for option '--technique': 'magic' is not a technique; use pre-copy, post-copy or hybrid; see 'drover xia migrate --help'
          xia migrate vm b --json /nowhere/at/all.json | --json /nowhere/at/all.json: directory /nowhere/at is missing or not writable; make it, or name another
          xia migrate vm b --lab not-up | no lab 'not-up' that speaks XIA is up
          report /nowhere.json | /nowhere.json: no such file; make one with 'drover evacuate HOST --json FILE'
          demo --scenario /nowhere.yaml | /nowhere.yaml: no such file; name an existing lab file
          evacuate h1 --inventory /nowhere.yaml | /nowhere.yaml does not exist; make it, or name the inventory file to use
          """)
  void run_badInput_saysOneLineAndExitsWithTwo(String arguments, String line) {
    Run run = run(List.of(arguments.split(" ")));
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).isEqualTo("drover: " + line + "\n");
    assertThat(run.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evacuate h9", "plan evacuate h9", "migrate web h9", "migrate web h1 db h9"})
  void run_unknownHost_listsTheKnownOnes(String arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of(arguments.split(" ")));
    words.addAll(List.of("--inventory", inventory().toString()));
    Run run = run(words);
    assertThat(run.err()).isEqualTo("drover: no host 'h9' in " + inventory() + "; it has h1, h2\n");
    assertThat(run.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "migrate web h1 db, vm db has no host; name one after it",
    "migrate web h1 web h2, vm web is there twice",
  })
  void run_severalMovesThatAreNone_sayWhatIsWrong(String arguments, String problem)
      throws Exception {
    List<String> words = new ArrayList<>(List.of(arguments.split(" ")));
    words.addAll(List.of("--inventory", inventory().toString()));
    Run run = run(words);
    assertThat(run.err()).isEqualTo("drover: " + problem + "\n");
    assertThat(run.code()).isEqualTo(2);
  }

  /** Only the command that comes first is built: help has to know of all of them. */
  @ParameterizedTest
  @ValueSource(strings = {"--help", "--debug --help", "-h status"})
  void run_help_listsEveryCommand(String arguments) {
    Run run = run(List.of(arguments.split(" ")));
    assertThat(run.code()).isZero();
    assertThat(run.out().lines().map(line -> line.strip().split(" ", -1)[0]))
        .contains("demo", "lab", "sdn", "xia", "status", "plan", "evacuate", "migrate", "policies")
        .contains("placement", "rebalance", "simulate", "bench", "report", "reproduce");
  }

  @ParameterizedTest
  @ValueSource(strings = {"policies", "--debug policies", "policies --debug"})
  void run_oneCommand_isFoundWhereverDebugStands(String arguments) {
    Run run = run(List.of(arguments.split(" ")));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  @Test
  void run_agentThatDoesNotAnswer_failsWithOneLine() throws Exception {
    Run run = run(List.of("plan", "evacuate", "h1", "--inventory", inventory().toString()));
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).startsWith("drover: ").contains("h1").contains("http://127.0.0.1:1");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void run_badInputWithDebug_addsTheTrace() {
    Run run = run(List.of("report", "/nowhere.json", "--debug"));
    assertThat(run.err()).contains("CommandFailure").contains("at dev.drover.cli");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "demo",
        "lab",
        "lab up",
        "lab exec",
        "lab record-memory",
        "status",
        "plan evacuate",
        "evacuate",
        "migrate",
        "policies",
        "bench evacuate",
        "simulate",
        "report"
      })
  void run_help_isShownAndExitsWithZero(String command) {
    List<String> words = new ArrayList<>(List.of((command + " --help").strip().split(" ")));
    Run run = run(words);
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("Usage: drover");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void run_version_namesJava() {
    Run run = run(List.of("--version"));
    assertThat(run.out()).startsWith("drover ").contains("Java 2");
    assertThat(run.code()).isZero();
  }
}
