package dev.drover.simulate.placement;

import dev.drover.decide.communication.CommunicationCost;
import dev.drover.decide.communication.TokenPolicies;
import dev.drover.simulate.datacentre.Allocation;
import dev.drover.simulate.kernel.Seeds;
import io.jenetics.EliteSelector;
import io.jenetics.Genotype;
import io.jenetics.IntegerChromosome;
import io.jenetics.IntegerGene;
import io.jenetics.TournamentSelector;
import io.jenetics.engine.Engine;
import io.jenetics.engine.EvolutionResult;
import io.jenetics.util.BatchExecutor;
import io.jenetics.util.Factory;
import io.jenetics.util.ISeq;
import io.jenetics.util.RandomRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The paper's reference: a genetic algorithm (Goldberg 1989), by Jenetics. A gene is a VM's server;
 * operators keep every individual within capacity.
 *
 * <ul>
 *   <li>40 individuals for 100 generations; the two best survive, others are chosen by tournaments
 *       of 3. The paper states no operators and no budget.
 *   <li>The first generation has what S-CORE makes of the start by each token policy, where VMs
 *       are, and placements by lot: from these alone it never comes near S-CORE at thousands of
 *       VMs.
 *   <li>{@link RackCrossover}, of every second individual: a rack with who is in it comes from
 *       another parent.
 *   <li>{@link PullMutator}, of every second individual: some VMs go to where one of their peers
 *       is, if need be in exchange with a VM there.
 * </ul>
 */
final class GeneticPlacement implements PlacementAlgorithm {
  private static final int POPULATION = 40;
  private static final int GENERATIONS = 100;
  private static final double RATE = 0.5;

  @Override
  public String name() {
    return "genetic";
  }

  @Override
  public String description() {
    return "a genetic algorithm that begins with S-CORE's results; needs all traffic in one place";
  }

  @Override
  public Allocation place(PlacementProblem problem) {
    RandomGenerator random = new Seeds(problem.seed()).generator("genetic placement");
    int[] best =
        RandomRegistry.with(random)
            .call(() -> evolve(problem, random).chromosome().as(IntegerChromosome.class).toArray());
    return Allocation.of(problem.start().capacity(), best);
  }

  private static Genotype<IntegerGene> evolve(PlacementProblem problem, RandomGenerator random) {
    CommunicationCost cost = new CommunicationCost(problem.layers(), problem.weights());
    Factory<Genotype<IntegerGene>> byLot =
        () ->
            genotype(
                problem,
                Allocation.random(problem.start().capacity(), problem.start().vms(), random)
                    .serverOf());
    Engine<IntegerGene, Double> engine =
        Engine.builder(
                (Genotype<IntegerGene> genotype) ->
                    cost.total(problem.traffic(), servers(genotype)),
                byLot)
            .populationSize(POPULATION)
            .survivorsSelector(new EliteSelector<>(2))
            .offspringSelector(new TournamentSelector<>(3))
            .alterers(new RackCrossover(problem, RATE), new PullMutator(problem, RATE))
            .executor(Runnable::run)
            .fitnessExecutor(BatchExecutor.of(Runnable::run))
            .minimizing()
            .build();
    return engine.stream(first(problem))
        .limit(GENERATIONS)
        .collect(EvolutionResult.toBestGenotype());
  }

  private static ISeq<Genotype<IntegerGene>> first(PlacementProblem problem) {
    List<Genotype<IntegerGene>> first = new ArrayList<>();
    first.add(genotype(problem, problem.start().serverOf()));
    TokenPolicies.all().stream()
        .map(policy -> new TokenPlacement(policy).place(problem))
        .forEach(made -> first.add(genotype(problem, made.serverOf())));
    return ISeq.of(first);
  }

  static int[] servers(Genotype<IntegerGene> genotype) {
    return genotype.chromosome().as(IntegerChromosome.class).toArray();
  }

  static Genotype<IntegerGene> genotype(PlacementProblem problem, int[] serverOf) {
    return Genotype.of(chromosome(problem, serverOf));
  }

  static IntegerChromosome chromosome(PlacementProblem problem, int[] serverOf) {
    // The upper bound is exclusive: Jenetics replaces individuals with a gene at it.
    int end = problem.layers().servers();
    return IntegerChromosome.of(
        Arrays.stream(serverOf)
            .mapToObj(server -> IntegerGene.of(server, 0, end))
            .toArray(IntegerGene[]::new));
  }
}
