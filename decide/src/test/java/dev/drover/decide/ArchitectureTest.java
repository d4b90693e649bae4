package dev.drover.decide;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.drover.decide.evacuation.EvacuationPolicies;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Deciders are pure: same input, same output. */
final class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.drover.decide");

  @Test
  void deciders_dependOnModelAndPureJavaOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "dev.drover.decide..",
                "dev.drover.model..",
                "org.jspecify.annotations",
                "java.lang",
                "java.lang.invoke",
                "java.lang.runtime",
                "java.lang.annotation",
                "java.time",
                "java.util",
                "java.util.function",
                "java.util.random",
                "java.util.stream"))
        .check(CLASSES);
  }

  @Test
  void deciders_readNoClock() {
    noClasses().should().dependOnClassesThat().areAssignableTo(Clock.class).check(CLASSES);
    noClasses().should().dependOnClassesThat().areAssignableTo(Instant.class).check(CLASSES);
    noClasses().should().dependOnClassesThat().areAssignableTo(System.class).check(CLASSES);
  }

  @Test
  void deciders_startNoThread() {
    noClasses().should().dependOnClassesThat().areAssignableTo(Thread.class).check(CLASSES);
    noClasses().should().callMethod(java.util.Collection.class, "parallelStream").check(CLASSES);
  }

  @Test
  void randomness_isInjected() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(EvacuationPolicies.class)
        .should()
        .dependOnClassesThat()
        .areAssignableTo(SplittableRandom.class)
        .check(CLASSES);
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(java.util.Random.class)
        .check(CLASSES);
    noClasses().should().dependOnClassesThat().areAssignableTo(UUID.class).check(CLASSES);
    noClasses().should().callMethod(Math.class, "random").check(CLASSES);
  }

  @Test
  void decisionPaths_iterateInAStatedOrder() {
    noClasses().should().dependOnClassesThat().areAssignableTo(HashMap.class).check(CLASSES);
    noClasses().should().dependOnClassesThat().areAssignableTo(HashSet.class).check(CLASSES);
  }

  @Test
  void deciders_holdNoMutableState() {
    fields()
        .that()
        .areDeclaredInClassesThat()
        .areTopLevelClasses()
        .and()
        .areDeclaredInClassesThat()
        .doNotHaveSimpleName("PackingSearch")
        .and()
        .areDeclaredInClassesThat()
        .doNotHaveSimpleName("NodeHeap")
        .and()
        .areDeclaredInClassesThat()
        .doNotHaveSimpleName("Relocation")
        .should()
        .beFinal()
        .check(CLASSES);
    fields().that().areStatic().should().beFinal().check(CLASSES);
  }

  @Test
  void steps_dependOnEarlierStepsOnly() {
    slices().matching("dev.drover.decide.(*)..").should().beFreeOfCycles().check(CLASSES);
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("traffic")
        .definedBy("dev.drover.decide.traffic")
        .layer("link")
        .definedBy("dev.drover.decide.link")
        .layer("reservation")
        .definedBy("dev.drover.decide.reservation")
        .layer("prediction")
        .definedBy("dev.drover.decide.prediction")
        .layer("choices")
        .definedBy(
            "dev.drover.decide.technique",
            "dev.drover.decide.schedule",
            "dev.drover.decide.placement")
        .layer("evacuation")
        .definedBy("dev.drover.decide.evacuation")
        .layer("bandwidth")
        .definedBy("dev.drover.decide.bandwidth")
        .layer("rounds")
        .definedBy("dev.drover.decide.rounds")
        .layer("routing")
        .definedBy("dev.drover.decide.routing")
        .layer("communication")
        .definedBy("dev.drover.decide.communication")
        .whereLayer("communication")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("routing")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("rounds")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("bandwidth")
        .mayOnlyBeAccessedByLayers("rounds")
        .whereLayer("evacuation")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("choices")
        .mayOnlyBeAccessedByLayers("evacuation")
        .whereLayer("prediction")
        .mayOnlyBeAccessedByLayers("choices", "evacuation")
        .whereLayer("reservation")
        .mayOnlyBeAccessedByLayers("prediction", "choices", "evacuation")
        .check(CLASSES);
  }
}
