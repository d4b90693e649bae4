package dev.drover.agent.token;

import dev.drover.decide.communication.CandidateRule;
import dev.drover.decide.communication.Damping;
import dev.drover.decide.communication.LevelWeights;
import java.time.Duration;
import java.util.Optional;

/**
 * By which a host decides about its VMs.
 *
 * @param price c_m of S-CORE's eq. 2 where it is the same for every migration
 * @param horizon for how long a new place is expected to be good; when given, c_m is what a
 *     migration is predicted to cost, and {@code price} is not used
 */
public record Rules(
    LevelWeights weights,
    CandidateRule rule,
    double price,
    Optional<Duration> horizon,
    Damping damping) {}
