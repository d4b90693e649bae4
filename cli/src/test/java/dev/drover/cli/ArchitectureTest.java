package dev.drover.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.drover.hypervisor.VmState;
import java.time.Clock;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.NullMarked;

/** The house rules that a compiler does not know: arrows point down, deciders are pure. */
@AnalyzeClasses(packages = "dev.drover", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String MODEL = "dev.drover.model..";
  private static final String YAML = "dev.drover.yaml..";
  private static final String DECIDE = "dev.drover.decide..";
  private static final String SIMULATE = "dev.drover.simulate..";
  private static final String CALLS = "dev.drover.calls..";
  private static final String SDN = "dev.drover.sdn..";
  private static final String XIA = "dev.drover.xia..";
  private static final String HYPERVISOR = "dev.drover.hypervisor..";
  private static final String AGENT = "dev.drover.agent..";
  private static final String CONTROL = "dev.drover.control..";
  private static final String HOST = "dev.drover.host..";
  private static final String LAB = "dev.drover.lab..";
  private static final String CLI = "dev.drover.cli..";

  @ArchTest
  static final ArchRule MODEL_DEPENDS_ON_NO_ROOM =
      room(MODEL)
          .mayNotKnow(
              YAML, DECIDE, SIMULATE, CALLS, SDN, XIA, HYPERVISOR, AGENT, CONTROL, HOST, LAB, CLI);

  /** How files are read, whatever they describe. */
  @ArchTest
  static final ArchRule YAML_DEPENDS_ON_NO_ROOM =
      room(YAML)
          .mayNotKnow(
              MODEL, DECIDE, SIMULATE, CALLS, SDN, XIA, HYPERVISOR, AGENT, CONTROL, HOST, LAB, CLI);

  /** How daemons are called, whatever they do. */
  @ArchTest
  static final ArchRule CALLS_KNOW_NO_ROOM_BUT_MODEL =
      room(CALLS)
          .mayNotKnow(YAML, DECIDE, SIMULATE, SDN, XIA, HYPERVISOR, AGENT, CONTROL, HOST, LAB, CLI);

  /** Switches are told what deciders decide; whose traffic it is, others know. */
  @ArchTest
  static final ArchRule SDN_KNOWS_DECIDERS_AND_SWITCHES_ONLY =
      room(SDN).mayNotKnow(XIA, SIMULATE, HYPERVISOR, AGENT, CONTROL, HOST, LAB, CLI);

  /** It runs in guests too, whose Java runtime has nothing but java.base. */
  @ArchTest
  static final ArchRule XIA_DEPENDS_ON_THE_JDKS_BASE_ONLY =
      classes()
          .that()
          .resideInAPackage(XIA)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      XIA,
                      "java.io..",
                      "java.lang..",
                      "java.net..",
                      "java.nio..",
                      "java.security..",
                      "java.time..",
                      "java.util..",
                      "javax.crypto..",
                      "org.jspecify.annotations..")
                  .and(not(resideInAPackage("java.net.http..")))
                  .and(not(resideInAPackage("java.util.logging.."))));

  @ArchTest
  static final ArchRule DECIDE_DEPENDS_ON_MODEL_ONLY =
      classes()
          .that()
          .resideInAPackage(DECIDE)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(MODEL, DECIDE, "java..", "org.jspecify.annotations.."));

  @ArchTest
  static final ArchRule HYPERVISOR_KNOWS_NO_ROOM_BUT_MODEL =
      room(HYPERVISOR)
          .mayNotKnow(XIA, DECIDE, SIMULATE, CALLS, SDN, AGENT, CONTROL, HOST, LAB, CLI);

  /** What cannot wait for the controller, a round's rate, is decided on the host, by deciders. */
  @ArchTest
  static final ArchRule AGENT_KNOWS_DECIDERS_AND_ITS_VMS_ONLY =
      room(AGENT).mayNotKnow(SIMULATE, SDN, CONTROL, HOST, LAB, CLI);

  @ArchTest
  static final ArchRule CONTROL_TALKS_TO_AGENTS_ONLY =
      room(CONTROL).mayNotKnow(XIA, SIMULATE, SDN, HOST, LAB, CLI);

  /** What runs on a host is put together there; whom it serves it does not know. */
  @ArchTest
  static final ArchRule HOST_KNOWS_AGENT_AND_CONTROL_ONLY =
      room(HOST).mayNotKnow(SIMULATE, YAML, LAB, CLI);

  /** The simulated world knows deciders and nothing of the real one. */
  @ArchTest
  static final ArchRule SIMULATE_KNOWS_DECIDERS_ONLY =
      room(SIMULATE).mayNotKnow(XIA, CALLS, SDN, HYPERVISOR, AGENT, CONTROL, HOST, LAB, CLI);

  /** What a VM does is said in the hypervisor's words; nothing else of it is known further up. */
  @ArchTest
  static final ArchRule ONLY_AGENTS_DRIVE_THE_HYPERVISOR =
      noClasses()
          .that()
          .resideInAnyPackage(CONTROL, CLI)
          .should()
          .dependOnClassesThat(resideInAPackage(HYPERVISOR).and(not(equivalentTo(VmState.class))));

  @ArchTest
  static final ArchRule LAB_KNOWS_NEITHER_CONTROL_NOR_DECIDERS =
      room(LAB).mayNotKnow(DECIDE, SIMULATE, CONTROL, HOST, CLI);

  /** Nothing else is in the image of a guest. */
  @ArchTest
  static final ArchRule GUESTS_KNOW_JAVA_BASE_AND_XIA_ONLY =
      classes()
          .that()
          .resideInAnyPackage("dev.drover.lab.guest..", "dev.drover.lab.calculation..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "dev.drover.lab.guest..",
                  "dev.drover.lab.calculation..",
                  "dev.drover.xia..",
                  "java.io..",
                  "java.lang..",
                  "java.net..",
                  "java.nio..",
                  "java.security..",
                  "java.time..",
                  "java.util",
                  "java.util.concurrent..",
                  "java.util.function..",
                  "java.util.jar..",
                  "java.util.random..",
                  "java.util.stream..",
                  "org.jspecify.annotations.."));

  @ArchTest
  static final ArchRule DECIDE_DOES_NO_INPUT_OR_OUTPUT =
      noClasses()
          .that()
          .resideInAPackage(DECIDE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "java.io..", "java.nio..", "java.net..", "javax.net..", "java.util.logging.."));

  @ArchTest
  static final ArchRule DECIDE_READS_NO_CLOCK_AND_STARTS_NO_THREAD =
      noClasses()
          .that()
          .resideInAPackage(DECIDE)
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(RandomGenerator.class, "getDefault")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .dependOnClassesThat(
              resideInAnyPackage("java.util.concurrent..")
                  .or(JavaClass.Predicates.assignableTo(Thread.class))
                  .or(JavaClass.Predicates.assignableTo(Clock.class)));

  @ArchTest
  static final ArchRule ONLY_CLI_PARSES_ARGUMENTS =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule STATIC_FIELDS_ARE_FINAL = fields().that().areStatic().should().beFinal();

  @ArchTest
  static final ArchRule PUBLIC_STATIC_FIELDS_ARE_NO_ARRAYS =
      fields()
          .that()
          .areStatic()
          .and()
          .arePublic()
          .should()
          .notHaveRawType(describe("an array", JavaClass::isArray));

  @ArchTest
  static final ArchRule RECORDS_CARRY_NO_ARRAYS =
      classes().that().areRecords().should(new HaveNoArrayComponent());

  @ArchTest
  static final ArchRule PACKAGES_ARE_NULL_MARKED = classes().should(new BeInNullMarkedPackage());

  private static Room room(String packages) {
    return new Room(packages);
  }

  private record Room(String packages) {
    ArchRule mayNotKnow(String... others) {
      return noClasses()
          .that()
          .resideInAPackage(packages)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others);
    }
  }

  private static final class HaveNoArrayComponent extends ArchCondition<JavaClass> {
    HaveNoArrayComponent() {
      super("have no array component, because arrays compare by identity and can be changed");
    }

    @Override
    public void check(JavaClass record, ConditionEvents events) {
      for (JavaField field : record.getFields()) {
        boolean bad =
            field.getRawType().isArray() && !field.getModifiers().contains(JavaModifier.STATIC);
        events.add(new SimpleConditionEvent(field, !bad, field.getFullName() + " is an array"));
      }
    }
  }

  private static final class BeInNullMarkedPackage extends ArchCondition<JavaClass> {
    BeInNullMarkedPackage() {
      super("be in a package with @NullMarked");
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
      boolean marked = item.getPackage().tryGetAnnotationOfType(NullMarked.class).isPresent();
      events.add(
          new SimpleConditionEvent(item, marked, item.getName() + " is not in such a package"));
    }
  }
}
